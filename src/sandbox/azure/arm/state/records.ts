import type { Permission } from '../rbac/permissions.js';
import type { JsonObject } from '../wire/body.js';

/** What Azure says about the last write. */
export type ProvisioningState = 'Updating' | 'Deleting' | 'Succeeded' | 'Failed';

/** A top-level resource of a resource group. Its id keeps the case in which it was first given. */
export interface Tracked {
  readonly id: string;
  readonly name: string;
  /** `Microsoft.Network/virtualNetworks` and so on. */
  readonly type: string;
  readonly location: string;
  readonly resourceGuid: string;
  tags: Readonly<Record<string, string>> | undefined;
  /** Changes with every write on it or on one of its children, which share it. */
  etag: string;
  provisioningState: ProvisioningState;
}

/** A part of a virtual network's address space. */
export interface Subnet {
  readonly id: string;
  readonly name: string;
  /** One, or several where the plural was sent. */
  prefixes: readonly string[];
  /** True where the client wrote `addressPrefixes`; the answer then does, too. */
  plural: boolean;
  networkSecurityGroupId: string | undefined;
  routeTableId: string | undefined;
  /** What else was sent and has no meaning here: service endpoints, delegations and the like. */
  rest: JsonObject;
  provisioningState: ProvisioningState;
}

/** Whether both halves of a peering are there, the other is missing yet, or it is gone. */
export type PeeringState = 'Initiated' | 'Connected' | 'Disconnected';

/** What the owner of a virtual network chooses for a peering of it. */
export interface PeeringFlags {
  readonly allowVirtualNetworkAccess: boolean;
  readonly allowForwardedTraffic: boolean;
  readonly allowGatewayTransit: boolean;
  readonly useRemoteGateways: boolean;
  readonly doNotVerifyRemoteGateways: boolean;
}

/** One half of a peering: it belongs to one virtual network and names the other. */
export interface VnetPeering {
  readonly id: string;
  readonly name: string;
  readonly remoteVnetId: string;
  /** The same on both halves. */
  readonly resourceGuid: string;
  /** The address space of the remote network that the peering carries now. */
  remotePrefixes: readonly string[];
  flags: PeeringFlags;
  state: PeeringState;
  provisioningState: ProvisioningState;
}

/** A virtual network with what lies in it. */
export interface VirtualNetwork extends Tracked {
  prefixes: readonly string[];
  dnsServers: readonly string[] | undefined;
  /** By name in lower case, oldest first. */
  readonly subnets: Map<string, Subnet>;
  /** By name in lower case, oldest first. */
  readonly peerings: Map<string, VnetPeering>;
  /** What else was sent and has no meaning here. */
  rest: JsonObject;
}

/** The properties of a security rule as they are answered: unused plural lists are empty, unused singular fields absent. */
export interface SecurityRule {
  readonly id: string;
  readonly name: string;
  readonly properties: JsonObject & {
    readonly priority: number;
    readonly direction: 'Inbound' | 'Outbound';
  };
}

/** A network security group; its default rules are not stored. */
export interface NetworkSecurityGroup extends Tracked {
  /** By name in lower case, oldest first. */
  readonly rules: Map<string, SecurityRule>;
}

/** A route that a user defined. */
export interface UserRoute {
  readonly id: string;
  readonly name: string;
  readonly addressPrefix: string;
  readonly nextHopType: string;
  readonly nextHopIpAddress: string | undefined;
}

/** A route table. */
export interface RouteTable extends Tracked {
  disableBgpRoutePropagation: boolean;
  /** By name in lower case, oldest first. */
  readonly routes: Map<string, UserRoute>;
}

/** An address of an interface. */
export interface IpConfiguration {
  readonly name: string;
  readonly subnetId: string;
  readonly privateIpAddress: string;
  readonly primary: boolean;
}

/** A network interface, of a machine of its own or of a scale set. */
export interface NetworkInterface extends Tracked {
  ipConfigurations: readonly IpConfiguration[];
  networkSecurityGroupId: string | undefined;
  enableIpForwarding: boolean;
  /** The virtual machine that it is attached to. */
  virtualMachineId: string | undefined;
  /** Effective routes and rules are told of running machines only. */
  running: boolean;
}

/** A resource that is only stored: gateways, application security groups, public addresses. */
export interface PlainResource extends Tracked {
  properties: JsonObject;
}

/** A resource group. */
export interface ResourceGroup {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  tags: Readonly<Record<string, string>> | undefined;
}

/** A role of a tenant that was defined there. */
export interface RoleDefinition {
  readonly guid: string;
  readonly tenantId: string;
  roleName: string;
  description: string;
  permissions: readonly Permission[];
  assignableScopes: readonly string[];
  readonly createdAtMs: number;
  readonly createdBy: string;
  updatedAtMs: number;
  updatedBy: string;
}

/** A role that a principal has at a scope. */
export interface RoleAssignment {
  readonly guid: string;
  readonly tenantId: string;
  readonly scope: string;
  readonly roleGuid: string;
  /** As it was sent. */
  readonly roleDefinitionId: string;
  readonly principalId: string;
  readonly principalType: string;
  condition: string | undefined;
  conditionVersion: string | undefined;
  description: string | undefined;
  readonly createdAtMs: number;
  readonly createdBy: string;
  updatedAtMs: number;
  updatedBy: string;
}

/** A lock on a scope. */
export interface Lock {
  readonly name: string;
  readonly scope: string;
  readonly level: 'CanNotDelete' | 'ReadOnly';
  readonly notes: string | undefined;
}

/** A denial that no role overrules. */
export interface DenyAssignment {
  readonly guid: string;
  readonly name: string;
  readonly scope: string;
  readonly permission: Permission;
  /** Object ids; empty for everybody. */
  readonly principalIds: readonly string[];
}

/** A policy that refuses some writes, reduced to what it refuses. */
export interface Policy {
  readonly name: string;
  readonly scope: string;
  /** Actions, with `*` for any text. */
  readonly actions: readonly string[];
}
