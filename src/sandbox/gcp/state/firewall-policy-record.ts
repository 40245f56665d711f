import type { Fields } from '../wire/fields.js';
import type { Resource } from './records.js';

/** A rule of a firewall policy, in the API's own words. */
export interface PolicyRule extends Fields {
  /** 0 to 2147483647, the lowest is asked first; no two rules of a policy share one. */
  readonly priority: number;
}

/** What a policy is attached to. */
export interface PolicyAssociation {
  readonly name: string;
  /** The link of the network. */
  readonly attachmentTarget: string;
}

/** A network firewall policy of a project, global or of a region. */
export type FirewallPolicy = Resource<FirewallPolicyFields>;

/** See `FirewallPolicy`. */
export interface FirewallPolicyFields {
  readonly description?: string | undefined;
  /** In the order in which they are asked. */
  readonly rules: readonly PolicyRule[];
  readonly associations?: readonly PolicyAssociation[] | undefined;
  readonly [field: string]: unknown;
}
