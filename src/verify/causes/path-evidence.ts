import { few, listed } from './cause.js';

/** What a cause on the way through the customer's cloud speaks of. */
export type PathEvidence = {
  /** `aws`, `gcp` or `azure`. */
  readonly provider: string;
  /** The customer's network, in the cloud's own id. */
  readonly local: string;
  /** The peering in the cloud's own word. */
  readonly peering: string;
  /** The far addresses that are concerned. */
  readonly remote: readonly string[];
  /** The blocks of the far network: what a route or rule is best made for. */
  readonly network: readonly string[];
  /** The TCP port. */
  readonly port: number;
  /** The subnets, or other sources, that are concerned. */
  readonly sources: readonly string[];
  /** The place that decides: a route table, a security group, a firewall policy, the peering. */
  readonly at: string;
  /** The route or rule that decides, where there is one. */
  readonly by: string | null;
  /** The decision in words. */
  readonly why: string;
  /** What else would have to be known; only where nothing is decided. */
  readonly undecided: readonly string[];
};

/** The sources in words. */
export const from = (e: PathEvidence) => listed(few(e.sources));

/** The far addresses in words, with the port. */
export const to = (e: PathEvidence) => `${listed(few(e.remote))}:${e.port}`;
