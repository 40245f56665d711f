import type { Cidr } from '../../path/cidr.js';
import type { TenantId } from '../ids.js';

/* What dfcloud reads in Azure Resource Manager, with every list present and every CIDR parsed. Names are Azure's own. */

/** A virtual network. */
export interface Vnet {
  readonly id: string;
  readonly name: string;
  /** The region, in Azure's spelling: `centralus`. */
  readonly location: string;
  /** `Succeeded`, `Updating`, `Failed`, … */
  readonly provisioningState: string;
  /** Its address space. */
  readonly prefixes: readonly Cidr[];
  readonly subnets: readonly Subnet[];
  readonly peerings: readonly VnetPeering[];
  /** Its own DNS servers; none: Azure's. */
  readonly dnsServers: readonly string[];
}

/** A subnet. */
export interface Subnet {
  readonly id: string;
  readonly name: string;
  readonly prefixes: readonly Cidr[];
  /** The network security group on it. */
  readonly nsgId?: string;
  readonly routeTableId?: string;
  readonly natGatewayId?: string;
  /** The ids of the IP configurations in it; those of interfaces tell the interfaces' ids. */
  readonly ipConfigurationIds: readonly string[];
  /** The services that the subnet is delegated to: `Microsoft.ContainerInstance/containerGroups`. */
  readonly delegations: readonly string[];
}

/** One half of a peering, on the virtual network that it was read from. */
export interface VnetPeering {
  readonly id: string;
  readonly name: string;
  /** `Initiated`, `Connected` or `Disconnected`. */
  readonly state: string;
  /** `FullyInSync`, `RemoteNotInSync`, `LocalNotInSync` or `LocalAndRemoteNotInSync`; older answers have none. */
  readonly syncLevel?: string;
  readonly provisioningState: string;
  /** The resource id of the virtual network at the other end. */
  readonly remoteVnetId: string;
  readonly allowVirtualNetworkAccess: boolean;
  readonly allowForwardedTraffic: boolean;
  readonly allowGatewayTransit: boolean;
  readonly useRemoteGateways: boolean;
  /** What the peering carries of the other end now. */
  readonly remotePrefixes: readonly Cidr[];
  /** The address space of the other end as it is now; differs from the former while a sync is due. */
  readonly remoteVnetPrefixes: readonly Cidr[];
  /** False for a peering of some subnets only. */
  readonly completeVnets: boolean;
  readonly localSubnetNames: readonly string[];
  readonly remoteSubnetNames: readonly string[];
}

/** What a peering is made of. */
export interface NewPeering {
  readonly remoteVnetId: string;
  readonly allowForwardedTraffic: boolean;
  readonly allowGatewayTransit: boolean;
  readonly useRemoteGateways: boolean;
}

/** A network security group. */
export interface Nsg {
  readonly id: string;
  readonly name: string;
  /** Its own rules, lowest priority number first. */
  readonly rules: readonly SecurityRule[];
  /** The rules that every group ends with, lowest priority number first. */
  readonly defaultRules: readonly SecurityRule[];
  readonly subnetIds: readonly string[];
  readonly nicIds: readonly string[];
}

/** A rule of a network security group. Singular and plural fields of Azure are joined; `*` stays `*`. */
export interface SecurityRule {
  readonly name: string;
  readonly description?: string;
  readonly priority: number;
  readonly direction: 'Inbound' | 'Outbound';
  readonly access: 'Allow' | 'Deny';
  /** `Tcp`, `Udp`, `Icmp`, `Esp`, `Ah` or `*`. */
  readonly protocol: string;
  /** CIDRs, addresses, service tags or `*`. */
  readonly sourcePrefixes: readonly string[];
  readonly destinationPrefixes: readonly string[];
  /** Ports, ranges (`6379-6380`) or `*`. */
  readonly sourcePorts: readonly string[];
  readonly destinationPorts: readonly string[];
  /** The ids of application security groups. */
  readonly sourceGroupIds: readonly string[];
  readonly destinationGroupIds: readonly string[];
}

/** A route table. */
export interface RouteTable {
  readonly id: string;
  readonly name: string;
  /** True when routes of a gateway do not reach its subnets. */
  readonly disableBgpRoutePropagation: boolean;
  readonly routes: readonly UserRoute[];
  readonly subnetIds: readonly string[];
}

/** A user-defined route. */
export interface UserRoute {
  readonly name: string;
  /** A CIDR or a service tag. */
  readonly prefix: string;
  /** `VirtualAppliance`, `VirtualNetworkGateway`, `VnetLocal`, `Internet`, `None` or something newer. */
  readonly nextHopType: string;
  readonly nextHopIp?: string;
}

/** A network interface. */
export interface Nic {
  readonly id: string;
  readonly name: string;
  readonly nsgId?: string;
  /** The virtual machine that it is attached to. */
  readonly vmId?: string;
  readonly ipForwarding: boolean;
  readonly ipConfigurations: readonly {
    readonly id: string;
    readonly subnetId?: string;
    readonly privateIp?: string;
    /** The application security groups that it is a member of. */
    readonly groupIds: readonly string[];
  }[];
}

/** A route as a running interface has it. */
export interface EffectiveRoute {
  readonly name?: string;
  /** `Default`, `User`, `VirtualNetworkGateway` or `Unknown`. */
  readonly source: string;
  /** `Active` or `Invalid` (overridden). */
  readonly state: string;
  readonly prefixes: readonly string[];
  readonly nextHopType: string;
  readonly nextHopIps: readonly string[];
}

/** The rules of one group as a running interface has them. */
export interface EffectiveNsg {
  readonly nsgId?: string;
  /** What binds the group to the interface: the subnet, the interface itself, or a network manager. */
  readonly association: 'subnet' | 'nic' | 'manager' | 'unknown';
  /** With the service tags expanded. */
  readonly rules: readonly SecurityRule[];
}

/** A security admin rule of a virtual network manager, as it holds for a virtual network. */
export interface AdminRule {
  readonly id: string;
  readonly name: string;
  readonly priority: number;
  readonly direction: 'Inbound' | 'Outbound';
  /** `AlwaysAllow` skips the network security groups. */
  readonly access: 'Allow' | 'AlwaysAllow' | 'Deny';
  readonly protocol: string;
  readonly sourcePrefixes: readonly string[];
  readonly destinationPrefixes: readonly string[];
  readonly sourcePorts: readonly string[];
  readonly destinationPorts: readonly string[];
}

/** What a role allows; `*` stands for any part of a name. */
export interface RolePermission {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly dataActions: readonly string[];
  readonly notDataActions: readonly string[];
}

/** A role. */
export interface RoleDefinition {
  readonly id: string;
  /** Its GUID. */
  readonly guid: string;
  /** What people call it; unique in a tenant. */
  readonly roleName: string;
  /** `CustomRole` or `BuiltInRole`. */
  readonly type: string;
  readonly permissions: readonly RolePermission[];
  readonly assignableScopes: readonly string[];
}

/** What a custom role is made of. */
export interface NewRoleDefinition {
  readonly roleName: string;
  readonly description: string;
  readonly actions: readonly string[];
  /** The subscription that it can be assigned in. */
  readonly subscriptionId: string;
}

/** A role that somebody has somewhere. */
export interface RoleAssignment {
  readonly id: string;
  /** Its GUID. */
  readonly guid: string;
  /** The GUID of the role. */
  readonly roleGuid: string;
  readonly principalId: string;
  readonly scope: string;
  readonly description?: string;
  /** When it was made, as ARM says. */
  readonly createdOn?: Date;
  /** How old it was when it was read, both by ARM's own clock, in milliseconds. */
  readonly ageMs: number;
}

/** What a role assignment is made of. */
export interface NewRoleAssignment {
  readonly scope: string;
  /** The assignment's own GUID. */
  readonly guid: string;
  readonly roleGuid: string;
  /** The object id of the service principal. */
  readonly principalId: string;
  readonly description: string;
}

/** A lock on a resource, its group or its subscription. */
export interface ManagementLock {
  readonly id: string;
  readonly name: string;
  /** `CanNotDelete` or `ReadOnly`. */
  readonly level: string;
}

/** Who a subscription belongs to. */
export type SubscriptionTenant =
  | { readonly kind: 'found'; readonly tenantId: TenantId }
  | { readonly kind: 'unknown-subscription' };
