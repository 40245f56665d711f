import type { Cidr } from '../../path/cidr.js';
import type { PortRange } from '../../path/port-range.js';

/*
 * What dfcloud reads in Google Cloud, in the terms of Compute Engine, with every list present, every CIDR parsed and
 * every absent flag at its documented default.
 */

/** A VPC network by its names, whatever form its URL had. */
export interface NetworkRef {
  /** The project id; legacy domain-scoped ones hold a colon. */
  readonly projectId: string;
  readonly name: string;
}

/** One half of a peering: the entry of a network that names the other one. */
export interface NetworkPeering {
  /** Unique in its network. */
  readonly name: string;
  /** The other network. */
  readonly network: NetworkRef;
  /** `ACTIVE` or `INACTIVE`. */
  readonly state: string;
  /** Google's words about the state, without the time before them. Free text: look for parts of it only. */
  readonly stateDetails: string;
  readonly importCustomRoutes: boolean;
  readonly exportCustomRoutes: boolean;
  /** For privately used public addresses; private ones are always exchanged. Google's default: true. */
  readonly exportSubnetRoutesWithPublicIp: boolean;
  /** For privately used public addresses. Google's default: false. */
  readonly importSubnetRoutesWithPublicIp: boolean;
  /** `IPV4_ONLY` or `IPV4_IPV6`. */
  readonly stackType: string;
  /** `INDEPENDENT` or `CONSENSUS`, where both sides have to ask for each change. */
  readonly updateStrategy: string;
  /** The MTU of the other network, where Google shows it. */
  readonly peerMtu?: number;
  /** How far both sides agree on an update: `IN_SYNC`, `PENDING_LOCAL_ACKNOWLEDMENT` (sic), … */
  readonly updateStatus?: string;
  /** Who has asked to delete: `LOCAL_DELETE_REQUESTED`, `PEER_DELETE_REQUESTED`, `DELETE_ACKNOWLEDGED`, … */
  readonly deleteStatus?: string;
}

/** A VPC network. */
export interface Network extends NetworkRef {
  /** True when Google gives it one subnet per region out of 10.128.0.0/9. */
  readonly autoMode: boolean;
  /** The one range of a legacy network, which has no subnets and cannot be peered. */
  readonly legacyRange?: string;
  /** The largest packet, in bytes. Google's default: 1460. */
  readonly mtu: number;
  /** `REGIONAL` or `GLOBAL`. */
  readonly routingMode: string;
  /** `AFTER_CLASSIC_FIREWALL` or `BEFORE_CLASSIC_FIREWALL`: when network policies are asked. */
  readonly enforcementOrder: string;
  readonly peerings: readonly NetworkPeering[];
}

/** A range of a subnet beside its first. */
export interface SecondaryRange {
  readonly name: string;
  readonly cidr: Cidr;
}

/** A subnet. */
export interface Subnetwork {
  readonly name: string;
  readonly region: string;
  readonly network: NetworkRef;
  /** Its primary range, then IPv6 ones; none for a kind of subnet that has none. */
  readonly cidrs: readonly Cidr[];
  readonly secondary: readonly SecondaryRange[];
  /** `PRIVATE`, `REGIONAL_MANAGED_PROXY`, `PRIVATE_SERVICE_CONNECT`, … */
  readonly purpose: string;
  /** True for a hybrid subnet, in whose range custom routes may lie. */
  readonly overlapsAllowed: boolean;
}

/** The kinds of next hop, in the words of the route's fields. */
export type NextHopKind =
  | 'network'
  | 'peering'
  | 'gateway'
  | 'instance'
  | 'ip'
  | 'load-balancer'
  | 'vpn-tunnel'
  | 'hub'
  | 'interconnect'
  | 'unknown';

/** A route of a network. */
export interface Route {
  readonly name: string;
  readonly network: NetworkRef;
  readonly destination: Cidr;
  /** 0 to 65535, the lowest wins. */
  readonly priority: number;
  /** The network tags of the VMs that it is for; none: all. */
  readonly tags: readonly string[];
  /** Where it leads: the last part of a URL, an address, or the name of a peering. */
  readonly nextHop: { readonly kind: NextHopKind; readonly id: string };
  /** `SUBNET`, `STATIC`, `BGP`, `TRANSIT`, or empty where Google does not say. */
  readonly type: string;
  /** `ACTIVE`, `DROPPED`, `INACTIVE`, `PENDING`, or empty where Google does not say. */
  readonly status: string;
  /** The codes of Google's warnings: `NEXT_HOP_INSTANCE_NOT_FOUND`, … */
  readonly warnings: readonly string[];
}

/** A route that a peering exchanges. */
export interface PeeringRoute {
  readonly destination: Cidr;
  /** `SUBNET_PEERING_ROUTE`, `STATIC_PEERING_ROUTE` or `DYNAMIC_PEERING_ROUTE`. */
  readonly type: string;
  readonly priority: number;
  /** Of dynamic ones. */
  readonly region?: string;
  /** Whether the receiving side takes it. */
  readonly imported: boolean;
}

/** `INCOMING`: what the other side offers. `OUTGOING`: what this side offers. */
export type RouteDirection = 'INCOMING' | 'OUTGOING';

/** `INGRESS` or `EGRESS`. */
export type FirewallDirection = 'INGRESS' | 'EGRESS';

/** A protocol, and some of its ports. */
export interface Layer4 {
  /** In lower case: `tcp`, `all`, or a number. */
  readonly protocol: string;
  /** None: all of them. */
  readonly ports: readonly PortRange[];
}

/** Which VMs a VPC firewall rule is for. Empty lists: all of the network. */
export interface FirewallTargets {
  readonly targetTags: readonly string[];
  readonly targetServiceAccounts: readonly string[];
}

/** A VPC firewall rule. */
export interface Firewall extends FirewallTargets {
  readonly name: string;
  readonly network: NetworkRef;
  readonly direction: FirewallDirection;
  /** 0 to 65535, the lowest wins; a deny wins a tie. */
  readonly priority: number;
  readonly disabled: boolean;
  readonly action: 'allow' | 'deny';
  readonly layer4: readonly Layer4[];
  /** Of an ingress rule: which far addresses; together with tags and accounts, any of them. */
  readonly sourceRanges: readonly Cidr[];
  /** VMs of the same network only; never those of a peer. */
  readonly sourceTags: readonly string[];
  /** VMs of the same network only; never those of a peer. */
  readonly sourceServiceAccounts: readonly string[];
  /** Of an egress rule: which far addresses. */
  readonly destinationRanges: readonly Cidr[];
  readonly description: string;
}

/** A VPC firewall rule as it is to be made: one TCP port, one block. */
export interface NewFirewall extends FirewallTargets {
  readonly name: string;
  readonly direction: FirewallDirection;
  readonly priority: number;
  /** A TCP port. */
  readonly port: number;
  readonly cidr: Cidr;
  readonly description: string;
}

/** A rule of a firewall policy. */
export interface PolicyRule {
  /** Empty when it has none. */
  readonly name: string;
  /** The lowest is asked first. */
  readonly priority: number;
  /** `allow`, `deny`, `goto_next`, `apply_security_profile_group`, … */
  readonly action: string;
  readonly direction: FirewallDirection;
  readonly disabled: boolean;
  readonly sourceRanges: readonly Cidr[];
  readonly destinationRanges: readonly Cidr[];
  readonly layer4: readonly Layer4[];
  /** Further conditions by the field's name, not empty: `destFqdns`, `srcSecureTags`, `destAddressGroups`, … */
  readonly conditions: Readonly<Record<string, readonly string[]>>;
  readonly targetServiceAccounts: readonly string[];
  /** With the state that Google gives: `EFFECTIVE` or `INEFFECTIVE`. */
  readonly targetSecureTags: readonly { readonly name: string; readonly state: string }[];
  /** The networks that it is for; none: all. */
  readonly targetResources: readonly NetworkRef[];
  /** What else narrows it in a way that is not known here: `targetForwardingRules`, … */
  readonly unknownTargets: readonly string[];
}

/** A firewall policy that is in effect. */
export interface FirewallPolicy {
  readonly name: string;
  /** What a person calls it; the name where Google has no other. */
  readonly title: string;
  /** `HIERARCHY`, `SYSTEM`, `NETWORK`, `NETWORK_REGIONAL`, `SYSTEM_REGIONAL`, … */
  readonly type: string;
  /** In the order in which they are asked. */
  readonly rules: readonly PolicyRule[];
}

/** What of firewalls is in effect on a network, in the order in which Google lists it. */
export interface EffectiveFirewalls {
  readonly firewalls: readonly Firewall[];
  readonly policies: readonly FirewallPolicy[];
}

/** A policy-based route (Network Connectivity API). */
export interface PolicyBasedRoute {
  readonly name: string;
  readonly network: NetworkRef;
  /** The lowest wins. */
  readonly priority: number;
  /** Which packets, by their source; undefined: any. */
  readonly source?: Cidr;
  /** Which packets, by their destination; undefined: any. */
  readonly destination?: Cidr;
  /** `ALL`, `TCP`, `UDP`, … */
  readonly protocol: string;
  /** The address of the load balancer that gets the packets. */
  readonly nextHopIp?: string;
  /** `DEFAULT_ROUTING` sends them back to the other routes. */
  readonly nextHopOtherRoutes?: string;
  /** The network tags of the VMs that it is for; none: all. */
  readonly tags: readonly string[];
  /** Set when it is for traffic of VLAN attachments only; the region, or `all`. */
  readonly interconnectRegion?: string;
}

/** A network interface of a VM. */
export interface InstanceInterface {
  /** `nic0`. */
  readonly name: string;
  readonly network: NetworkRef;
  /** The subnet's region and name; undefined where Google does not say. */
  readonly subnetwork?: SubnetworkRef;
  /** Its address. */
  readonly address?: Cidr;
  /** Alias ranges. */
  readonly aliases: readonly Cidr[];
}

/** A VM. */
export interface Instance {
  readonly name: string;
  readonly zone: string;
  /** `RUNNING`, `TERMINATED`, … */
  readonly status: string;
  readonly tags: readonly string[];
  readonly serviceAccounts: readonly string[];
  readonly interfaces: readonly InstanceInterface[];
}

/** A subnet by its names. */
export interface SubnetworkRef {
  readonly projectId: string;
  readonly region: string;
  readonly name: string;
}

/** A serverless VPC connector (Serverless VPC Access API). */
export interface Connector {
  readonly name: string;
  readonly region: string;
  /** Its network; that of the subnet's project when only a subnet is named. */
  readonly network?: NetworkRef;
  /** The subnet that it uses, where it has no range of its own. */
  readonly subnetwork?: SubnetworkRef;
  /** The range of its own. */
  readonly cidr?: Cidr;
  /** `READY`, … */
  readonly state: string;
}

/** A Cloud Run service that reaches the VPC without a connector (Direct VPC egress). */
export interface DirectEgress {
  /** The service. */
  readonly name: string;
  readonly region: string;
  readonly network?: NetworkRef;
  readonly subnetwork?: SubnetworkRef;
  /** Network tags. */
  readonly tags: readonly string[];
}
