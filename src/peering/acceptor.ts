import type { PathSnapshot } from '../path/snapshot.js';
import type { Connection } from '../resources/connection.js';
import type { Network } from '../resources/network.js';
import type { Peer } from '../resources/peer.js';
import type { Provider } from '../resources/provider.js';
import type { Finding } from './finding.js';
import type { Permissions, Verb } from './permissions.js';
import type { PeeringPlan } from './plan.js';
import type { Step, StepContext } from './step.js';

/** One run of the flow, as an acceptor and its steps see it. */
export interface FlowContext extends StepContext {
  /** The Dragonfly network as it was read at the beginning. */
  readonly network: Network;
  /** The connection as it was read last; undefined while there is none. Steps ask for it when they run. */
  readonly connection: () => Connection | undefined;
}

/** A peer of which a part does not exist yet. */
export interface PeerDraft {
  /** Complete, with a legal placeholder for each part that is missing. Names the VPC truly. */
  readonly peer: Peer;
  /** The shell variable that a script keeps the real value in, by its placeholder. */
  readonly variables: Readonly<Record<string, string>>;
}

/** The customer's side of a peering: one class per cloud. */
export interface Acceptor {
  /** The cloud. */
  readonly provider: Provider;
  /** Every endpoint that the acceptor will talk to, for the plan: all loopback or all real, never mixed. */
  endpoints(): Promise<readonly string[]>;
  /** Looks for everything that would make a run fail. Writes nothing; gives all findings at once. */
  preflight(context: FlowContext): Promise<Finding[]>;
  /** What has to exist before the connection (Azure). May read, writes nothing. */
  prepare(context: FlowContext): Promise<Step[]>;
  /** What the connection is created with; undefined while the steps of `prepare` have yet to make a part of it. */
  peer(context: FlowContext): Promise<Peer | undefined>;
  /**
   * The peer with placeholders for what `prepare` has yet to make: it names the VPC, and a script can be written with
   * it. @default what `peer` gives
   */
  draft?(context: FlowContext): Promise<PeerDraft>;
  /**
   * Why a connection that failed may have failed only because its grants were too fresh; undefined when that is not so.
   * It is then replaced by a new one, at most twice in a run. @default never
   */
  tooEarly?(context: FlowContext, connection: Connection): Promise<string | undefined>;
  /** Accepting, routes, firewall. May read, writes nothing. */
  accept(context: FlowContext): Promise<Step[]>;
  /** The customer's side as the path model sees it. */
  snapshot(context: FlowContext): Promise<PathSnapshot>;
  /** What a run needs in the customer's cloud, computed from the plan; without one, the superset. */
  requiredPermissions(verb: Verb, plan?: PeeringPlan): Promise<Permissions>;
}
