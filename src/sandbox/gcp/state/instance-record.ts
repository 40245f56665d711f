import type { Fields } from '../wire/fields.js';
import type { Resource } from './records.js';

/** A VM, as far as packets are concerned. */
export interface Instance extends Resource<InstanceFields> {
  /** The paths of its networks and subnets, one for each interface. */
  readonly interfaces: readonly { readonly network: string; readonly subnetwork: string }[];
}

/** See `Instance`. */
export interface InstanceFields {
  readonly status: 'RUNNING' | 'TERMINATED';
  readonly canIpForward: boolean;
  /** Network tags. */
  readonly tags: { readonly items?: readonly string[] | undefined };
  readonly serviceAccounts?:
    | readonly { readonly email: string; readonly scopes: readonly string[] }[]
    | undefined;
  readonly networkInterfaces: readonly Fields[];
  readonly [field: string]: unknown;
}
