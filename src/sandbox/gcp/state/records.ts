import type { Fields } from '../wire/fields.js';

/** An object of Compute: where it is, and its fields in the API's own words. */
export interface Resource<F extends object = object> {
  /** `projects/p/global/networks/n`, `projects/p/regions/r/subnetworks/s`: what it is found by. */
  readonly path: string;
  /** The project's id. */
  readonly project: string;
  /** `global`, `regions/us-central1` or `zones/us-central1-a`. */
  readonly scope: string;
  readonly name: string;
  /** Digits. */
  readonly id: string;
  readonly createdAtMs: number;
  /** While it is made or deleted nothing else can be done to it. Readers do not see one that is being made. */
  phase: 'creating' | 'ready' | 'deleting';
  /** What answers show besides `kind`, `id`, `name`, `creationTimestamp`, `selfLink`, `region` and `zone`. Replaced, never changed in place. */
  fields: F;
}

/** A VPC network, a legacy one too. */
export interface Network extends Resource<NetworkFields> {
  /** Its halves of peerings. */
  peerings: PeeringHalf[];
}

/** See `Network`. */
export interface NetworkFields {
  readonly description?: string | undefined;
  readonly autoCreateSubnetworks?: boolean | undefined;
  /** Absent unless it was asked for (recorded); 1460 then. */
  readonly mtu?: number | undefined;
  /** Only a legacy network has it, which cannot be peered. */
  readonly IPv4Range?: string | undefined;
  readonly gatewayIPv4?: string | undefined;
  readonly routingConfig: { readonly routingMode: string; readonly bgpBestPathSelectionMode: string };
  readonly networkFirewallPolicyEnforcementOrder: string;
}

/** What two sides of a peering tell each other to exchange. */
export interface TrafficOptions {
  readonly exportCustomRoutes: boolean;
  readonly importCustomRoutes: boolean;
  readonly exportSubnetRoutesWithPublicIp: boolean;
  readonly importSubnetRoutesWithPublicIp: boolean;
  readonly stackType: string;
}

/** One network's half of a peering. */
export interface PeeringHalf {
  readonly name: string;
  /** The path of the other network, which need not exist. */
  readonly peer: string;
  readonly updateStrategy: string;
  /** What was asked for. */
  options: TrafficOptions;
  /** What holds: in CONSENSUS mode, what both sides agreed on. */
  effective: TrafficOptions;
  state: 'ACTIVE' | 'INACTIVE';
  details: string;
  detailsAtMs: number;
  /** In CONSENSUS mode, what this side said last about deleting it. */
  deletion: 'none' | 'requested' | 'cancelled';
}

/** A subnet. */
export interface Subnetwork extends Resource<SubnetworkFields> {
  /** The path of its network. */
  readonly network: string;
}

/** See `Subnetwork`. */
export interface SubnetworkFields {
  readonly ipCidrRange: string;
  readonly secondaryIpRanges?:
    | readonly { readonly rangeName: string; readonly ipCidrRange: string }[]
    | undefined;
  readonly [field: string]: unknown;
}

/** A static route; those of subnets and peerings are worked out when routes are listed. */
export interface Route extends Resource<RouteFields> {
  /** The path of its network. */
  readonly network: string;
}

/** See `Route`. Next hops are links. */
export interface RouteFields {
  readonly destRange: string;
  readonly priority: number;
  readonly tags?: readonly string[] | undefined;
  readonly nextHopGateway?: string | undefined;
  readonly [field: string]: unknown;
}

/** A route that a network has learned by BGP. Compute's API does not make any. */
export interface LearnedRoute {
  /** The path of its network. */
  readonly network: string;
  readonly region: string;
  readonly destRange: string;
  readonly priority: number;
}

/** A firewall rule of a network. */
export interface Firewall extends Resource<Fields> {
  /** The path of its network. */
  readonly network: string;
}

/** An object of a kind whose fields no other kind looks into. */
export type Other = Resource<Fields>;

/** A firewall policy that stands above the projects, which Compute's projects only show. */
export interface HierarchicalPolicy {
  /** Digits. */
  readonly name: string;
  readonly shortName: string;
  /** Where it stands in the API's words; `SYSTEM` are Google's own. @default 'HIERARCHY' */
  readonly type?: string | undefined;
  /** Only policies of Google's own have one. */
  readonly priority?: number | undefined;
  /** For a policy that holds in one region only. */
  readonly region?: string | undefined;
  /** As in the API: priority, action, direction, match and so on. */
  readonly rules: readonly Fields[];
}
