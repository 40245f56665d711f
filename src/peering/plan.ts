import type { Peer } from '../resources/peer.js';
import type { Finding } from './finding.js';
import type { Ownership, StepStatus } from './step.js';

/** A step as a plan shows it. */
export interface PlannedStep {
  /** The step's id. */
  readonly id: string;
  /** What a person reads. */
  readonly title: string;
  /** How it stands now. */
  readonly status: StepStatus;
  /** Whose work it is. */
  readonly ours: Ownership;
  /** That a write follows when the wait is over, while `waiting`. */
  readonly leadsTo?: 'todo';
  /** The permissions that the write needs, in the cloud's own names. */
  readonly needs?: readonly string[];
  /** What was seen. */
  readonly evidence: string;
  /** What to do, on `conflict` and `unknown`. */
  readonly fix?: string;
  /** That it is optional, or a bypass. */
  readonly note?: string;
  /** The same as a command, where it would write. */
  readonly shell?: string;
}

/** Who the other side is, as Dragonfly's API says. */
export interface RemoteSide {
  /** The network's id. */
  readonly networkId: string;
  /** Its CIDR. */
  readonly cidrBlock: string;
  /** Its region. */
  readonly region: string;
  /** AWS account, GCP project, Azure resource group path; absent until the network is provisioned. */
  readonly accountId?: string;
  /** AWS VPC id, GCP network name, Azure VNet name. */
  readonly resourceId?: string;
}

/** What `apply` would do now. Plain data: it can be kept as JSON and handed to `apply`, which refuses a stale one. */
export interface PeeringPlan {
  /** The shape of this document. */
  readonly version: 1;
  /** The cloud. */
  readonly provider: string;
  /** The connection's name. */
  readonly name: string;
  /** Who the other side is. */
  readonly remote: RemoteSide;
  /** The customer's side, as the connection names it; absent when it could not be read. */
  readonly peer?: Peer;
  /** Every endpoint that a run talks to. */
  readonly endpoints: readonly string[];
  /** What preflight found. */
  readonly findings: readonly Finding[];
  /** All steps in the order of the flow; none when preflight says that they could not be read. */
  readonly steps: readonly PlannedStep[];
  /** The ids of the steps that would write, in the order of the flow. `apply` performs exactly these. */
  readonly actions: readonly string[];
}
