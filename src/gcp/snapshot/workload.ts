import type { Cidr } from '../../path/cidr.js';
import type { Tri } from '../../path/tri.js';

/** What runs in a subnet, as far as firewalls and routes tell it from its neighbours. */
export interface Workload {
  /** Unique in the network: `us-central1/app/web`. */
  readonly id: string;
  /** `us-central1/app`; left out for what stands beside the subnets. */
  readonly subnetId?: string;
  readonly region: string;
  /** The addresses that its packets carry. */
  readonly cidrs: readonly Cidr[];
  /** Its network tags; undefined when they could not be read. */
  readonly tags: readonly string[] | undefined;
  /** Whom it runs as; undefined when that could not be read. */
  readonly serviceAccounts: readonly string[] | undefined;
  /** True for what opens connections and takes none: serverless clients. */
  readonly outboundOnly?: true;
  /** Why nothing leaves it, where that is so. */
  readonly broken?: string;
}

/** Whether something applies, and why not or why nobody can tell. */
export interface Binding {
  readonly applies: Tri;
  readonly why?: string;
}

/** It applies. */
export const APPLIES: Binding = { applies: 'yes' };

/** Whether something that is for certain tags is for this workload; no tags: it is for all. */
export function bindTags(wanted: readonly string[], { tags }: Workload): Binding {
  return bind(wanted, tags, 'the network tag');
}

/** Whether something that is for certain service accounts is for this workload; none: it is for all. */
export function bindServiceAccounts(wanted: readonly string[], { serviceAccounts }: Workload): Binding {
  return bind(wanted, serviceAccounts, 'the service account');
}

function bind(wanted: readonly string[], carried: readonly string[] | undefined, word: string): Binding {
  if (wanted.length === 0) return APPLIES;
  const names = wanted.join(' or ');
  if (!carried) return { applies: 'maybe', why: `who has ${word} ${names} could not be read` };
  if (wanted.some((name) => carried.includes(name))) return APPLIES;
  return { applies: 'no', why: `nothing here has ${word} ${names}` };
}
