import type { Cidr } from '../../path/cidr.js';
import type { PortRange } from '../../path/port-range.js';

/* What dfcloud reads in EC2, in the terms of EC2, with every list present and every CIDR parsed. */

/** Tags by their keys. */
export type Tags = Readonly<Record<string, string>>;

/** A VPC. */
export interface Vpc {
  readonly id: string;
  /** The owner's account. */
  readonly ownerId: string;
  /** Its blocks, IPv4 and IPv6, that are associated or about to be. */
  readonly cidrs: readonly Cidr[];
}

/** A subnet. */
export interface Subnet {
  readonly id: string;
  /** Its blocks, IPv4 and IPv6. */
  readonly cidrs: readonly Cidr[];
}

/** Where a route leads, in the words of the route's target fields. */
export type RouteTargetKind =
  | 'local'
  | 'peering'
  | 'gateway'
  | 'endpoint'
  | 'transit-gateway'
  | 'interface'
  | 'next-hop'
  | 'unknown';

/** One row of a route table. */
export interface TableRoute {
  /** The destination, where it is a CIDR. */
  readonly destination?: Cidr;
  /** The destination, where it is a prefix list. */
  readonly prefixListId?: string;
  /** Where it leads. */
  readonly target: { readonly kind: RouteTargetKind; readonly id: string };
  /** `active`, `blackhole` or `filtered`. */
  readonly state: string;
  /** `CreateRouteTable`, `CreateRoute`, `EnableVgwRoutePropagation` or `Advertisement`. */
  readonly origin: string;
}

/** A route table. */
export interface RouteTable {
  readonly id: string;
  /** True for the table of the VPC's subnets that name none. */
  readonly main: boolean;
  /** The subnets that name it. */
  readonly subnetIds: readonly string[];
  /** The gateways that name it: such a table routes what comes in through them, and serves no subnet. */
  readonly gatewayIds: readonly string[];
  readonly routes: readonly TableRoute[];
}

/** One end of a peering. */
export interface PeeringEnd {
  readonly accountId?: string;
  readonly vpcId?: string;
  readonly region?: string;
  /** Its IPv4 blocks; none while EC2 does not show them. */
  readonly cidrs: readonly Cidr[];
  /** Whether names of this end resolve to private addresses at the other end. */
  readonly resolvesPrivately: boolean;
}

/** A VPC peering connection. */
export interface VpcPeering {
  /** `pcx-…`. */
  readonly id: string;
  /** `pending-acceptance`, `active`, … */
  readonly status: string;
  /** EC2's own words about the status. */
  readonly message?: string;
  /** When a request that nobody accepts expires. */
  readonly expiresAt?: Date;
  readonly requester: PeeringEnd;
  readonly accepter: PeeringEnd;
  /** The tags of this account in this region. */
  readonly tags: Tags;
}

/** A security group, without its rules. */
export interface SecurityGroup {
  readonly id: string;
  readonly vpcId: string;
}

/** One rule of a security group. */
export interface GroupRule {
  /** `sgr-…`. */
  readonly id: string;
  readonly groupId: string;
  /** True for what leaves, false for what comes in. */
  readonly egress: boolean;
  /** `tcp`, `6`, `-1` for all, … */
  readonly protocol: string;
  /** The ports; absent when the rule is for all of them. */
  readonly ports?: PortRange;
  /** The other end, where it is a CIDR. */
  readonly cidr?: Cidr;
  /** The other end, where it is a prefix list. */
  readonly prefixListId?: string;
  /** The other end, where it is a security group. */
  readonly otherGroup?: { readonly id: string; readonly peeringId?: string };
  readonly tags: Tags;
}

/** A rule of a security group as it is to be made. */
export interface NewGroupRule {
  readonly groupId: string;
  readonly egress: boolean;
  /** A TCP port. */
  readonly port: number;
  readonly cidr: Cidr;
  readonly description: string;
  readonly tags: Tags;
}

/** One entry of a network ACL. */
export interface AclEntry {
  readonly number: number;
  readonly egress: boolean;
  readonly allow: boolean;
  /** `6`, `-1` for all, … */
  readonly protocol: string;
  readonly cidr: Cidr;
  /** The destination ports; absent when the entry is for all of them. */
  readonly ports?: PortRange;
}

/** A network ACL. */
export interface NetworkAcl {
  readonly id: string;
  readonly subnetIds: readonly string[];
  /** By their numbers, rising. */
  readonly entries: readonly AclEntry[];
}

/** A network interface. */
export interface NetworkInterface {
  readonly id: string;
  readonly subnetId: string;
  readonly groupIds: readonly string[];
}
