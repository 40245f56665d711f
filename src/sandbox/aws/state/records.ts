import type { Cidr } from '../../../path/cidr.js';

/** What every object has. */
export interface Owned {
  readonly id: string;
  /** The account that it belongs to: 12 digits. */
  readonly ownerId: string;
  /** The region that it is in. */
  readonly region: string;
  /** Tag values by key. */
  readonly tags: Map<string, string>;
}

/** A block of a VPC. */
export interface VpcCidr {
  readonly associationId: string;
  readonly cidr: Cidr;
}

/** A VPC. The first IPv4 block is the primary one. */
export interface Vpc extends Owned {
  readonly cidrs: VpcCidr[];
  readonly isDefault: boolean;
  readonly tenancy: string;
  readonly dhcpOptionsId: string;
  enableDnsSupport: boolean;
  enableDnsHostnames: boolean;
  enableNetworkAddressUsageMetrics: boolean;
}

/** A subnet. */
export interface Subnet extends Owned {
  readonly vpcId: string;
  readonly cidr: Cidr;
  ipv6: VpcCidr | undefined;
  readonly zone: string;
  readonly zoneId: string;
  readonly defaultForAz: boolean;
  mapPublicIpOnLaunch: boolean;
  assignIpv6AddressOnCreation: boolean;
}

/** What a route leads to: the name of the XML element that holds the target's id, and the id. */
export interface RouteTarget {
  readonly element:
    | 'gatewayId'
    | 'vpcPeeringConnectionId'
    | 'natGatewayId'
    | 'transitGatewayId'
    | 'networkInterfaceId'
    | 'egressOnlyInternetGatewayId';
  /** `local` for the VPC itself. */
  readonly id: string;
}

/** A route. Its state is not kept: it follows from the target's. */
export interface Route {
  /** A block, or a prefix list. */
  readonly destination: Cidr | { readonly prefixListId: string };
  target: RouteTarget;
  readonly origin: 'CreateRouteTable' | 'CreateRoute' | 'EnableVgwRoutePropagation';
}

/** What a route table serves. */
export interface RouteTableAssociation {
  readonly id: string;
  readonly main: boolean;
  readonly subnetId?: string;
  readonly gatewayId?: string;
}

/** A route table. */
export interface RouteTable extends Owned {
  readonly vpcId: string;
  readonly routes: Route[];
  readonly associations: RouteTableAssociation[];
  /** The virtual private gateways whose routes it takes over. */
  readonly propagatingGateways: string[];
}

/** A security group; its rules are objects of their own. */
export interface SecurityGroup extends Owned {
  readonly vpcId: string;
  readonly name: string;
  readonly description: string;
  /** Further VPCs that may use it. */
  readonly associatedVpcIds: string[];
}

/** What a rule lets in or out. Exactly one of the four is there. */
export type RulePeer =
  | { readonly kind: 'ipv4' | 'ipv6'; readonly cidr: Cidr }
  | { readonly kind: 'prefix-list'; readonly prefixListId: string }
  | {
      readonly kind: 'group';
      readonly groupId: string;
      readonly userId: string;
      readonly vpcPeeringConnectionId?: string;
    };

/** One rule of a security group. */
export interface SecurityGroupRule extends Owned {
  readonly groupId: string;
  readonly isEgress: boolean;
  /** `tcp`, `udp`, `icmp`, `icmpv6`, `-1`, or a protocol number. */
  protocol: string;
  /** -1 where the protocol has no ports. */
  fromPort: number;
  toPort: number;
  peer: RulePeer;
  description: string | undefined;
}

/** One entry of a network ACL. */
export interface NetworkAclEntry {
  readonly ruleNumber: number;
  readonly egress: boolean;
  /** A protocol number, `-1` for all. */
  readonly protocol: string;
  readonly action: 'allow' | 'deny';
  readonly cidr: Cidr;
  readonly ports?: { readonly from: number; readonly to: number };
  readonly icmp?: { readonly type: number; readonly code: number };
}

/** A network ACL. */
export interface NetworkAcl extends Owned {
  readonly vpcId: string;
  readonly isDefault: boolean;
  readonly entries: NetworkAclEntry[];
  readonly associations: { readonly id: string; readonly subnetId: string }[];
}

/** A network interface. Instances are not modelled: any well-formed instance id can have one. */
export interface NetworkInterface extends Owned {
  readonly vpcId: string;
  readonly subnetId: string;
  readonly zone: string;
  description: string;
  readonly privateAddresses: string[];
  readonly macAddress: string;
  readonly interfaceType: string;
  /** Who made it: the user, or a service of AWS. */
  readonly requesterId: string;
  /** True for one that a service made and manages. */
  readonly requesterManaged: boolean;
  groupIds: readonly string[];
  sourceDestCheck: boolean;
  attachment: { readonly id: string; readonly instanceId: string; readonly deviceIndex: number } | undefined;
}

/** A customer's or AWS's prefix list. */
export interface PrefixList extends Owned {
  name: string;
  readonly addressFamily: 'IPv4' | 'IPv6';
  /** Undefined for the lists of AWS. */
  maxEntries: number | undefined;
  /** All versions so far, the first at index 0; each is the whole list. */
  readonly versions: (readonly PrefixListEntry[])[];
  state: string;
}

/** One block of a prefix list. */
export interface PrefixListEntry {
  readonly cidr: Cidr;
  readonly description: string | undefined;
}

/** An internet gateway, egress-only or not, or a virtual private gateway. */
export interface Gateway extends Owned {
  vpcId: string | undefined;
}

/** A virtual private gateway. */
export interface VpnGateway extends Gateway {
  readonly amazonSideAsn: number;
}

/** A NAT gateway. */
export interface NatGateway extends Owned {
  readonly vpcId: string;
  readonly subnetId: string;
  readonly connectivityType: string;
  readonly networkInterfaceId: string;
  readonly privateIp: string;
  readonly allocationId: string | undefined;
  readonly createdAtMs: number;
  /** Undefined while it is available. It stays listed as deleted for an hour. */
  deletedAtMs: number | undefined;
}

/** An elastic IP address. */
export interface ElasticIp extends Owned {
  readonly publicIp: string;
  natGatewayId: string | undefined;
}

/** A VPC endpoint. */
export interface VpcEndpoint extends Owned {
  readonly vpcId: string;
  readonly endpointType: string;
  readonly serviceName: string;
  readonly routeTableIds: string[];
  readonly subnetIds: readonly string[];
  readonly groupIds: readonly string[];
  readonly networkInterfaceIds: readonly string[];
  readonly createdAtMs: number;
}

/** A transit gateway; its own routing is not modelled. */
export interface TransitGateway extends Owned {
  readonly description: string;
  readonly amazonSideAsn: number;
  readonly createdAtMs: number;
}

/** A VPC's place at a transit gateway. */
export interface TransitGatewayAttachment extends Owned {
  readonly transitGatewayId: string;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly createdAtMs: number;
}
