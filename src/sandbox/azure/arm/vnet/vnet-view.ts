import type { ArmContext } from '../arm-context.js';
import type { Subnet, VirtualNetwork, VnetPeering } from '../state/records.js';
import { since, trackedView } from '../tracked/tracked.js';
import type { JsonObject } from '../wire/body.js';
import { gatewaysOf } from './gateways.js';
import { syncLevel } from './peering-life.js';

/** What answers depend on besides the record. */
export interface ViewParts {
  readonly arm: ArmContext;
  readonly apiVersion: string;
}

/** A virtual network with its subnets and peerings. */
export function vnetView(vnet: VirtualNetwork, parts: ViewParts): JsonObject {
  const { prefixes, dnsServers, subnets, peerings, rest } = vnet;
  return trackedView(vnet, {
    addressSpace: space(prefixes, parts),
    ...(dnsServers ? { dhcpOptions: { dnsServers } } : {}),
    ...(since(parts.apiVersion, '2024-01-01') ? { privateEndpointVNetPolicies: 'Disabled' } : {}),
    subnets: [...subnets.values()].map((subnet) => subnetView(vnet, subnet, parts)),
    virtualNetworkPeerings: [...peerings.values()].map((peering) => peeringView(vnet, peering, parts)),
    enableDdosProtection: false,
    ...(since(parts.apiVersion, '2020-03-01') ? {} : { enableVmProtection: false }),
    ...rest,
  });
}

/** A subnet. Ids of interfaces in it come back in upper case (recorded). */
export function subnetView(vnet: VirtualNetwork, subnet: Subnet, { arm, apiVersion }: ViewParts): JsonObject {
  const { name, id, prefixes, plural, networkSecurityGroupId, routeTableId, rest } = subnet;
  const users = usersOf(arm, id).map((user) => ({ id: user }));
  return {
    name,
    id,
    etag: vnet.etag,
    properties: {
      provisioningState: subnet.provisioningState,
      ...(plural ? { addressPrefixes: prefixes } : { addressPrefix: prefixes[0] }),
      ...(since(apiVersion, '2023-11-01') ? { ipamPoolPrefixAllocations: [] } : {}),
      ...(networkSecurityGroupId ? { networkSecurityGroup: { id: networkSecurityGroupId } } : {}),
      ...(routeTableId ? { routeTable: { id: routeTableId } } : {}),
      ...(users.length > 0 ? { ipConfigurations: users } : {}),
      delegations: [],
      privateEndpointNetworkPolicies: 'Disabled',
      privateLinkServiceNetworkPolicies: 'Enabled',
      ...rest,
    },
    type: 'Microsoft.Network/virtualNetworks/subnets',
  };
}

/** One half of a peering. What older versions of the API did not know is left out for them. */
export function peeringView(vnet: VirtualNetwork, peering: VnetPeering, parts: ViewParts): JsonObject {
  const { name, id, remoteVnetId, resourceGuid, remotePrefixes, flags, state, provisioningState } = peering;
  const { arm, apiVersion } = parts;
  const modern = since(apiVersion, '2021-03-01');
  const current = arm.world.virtualNetworks.get(remoteVnetId)?.prefixes ?? remotePrefixes;
  const gateways = flags.useRemoteGateways ? gatewaysOf(arm.world, remoteVnetId) : [];
  return {
    name,
    id,
    etag: vnet.etag,
    properties: {
      provisioningState,
      resourceGuid,
      peeringState: state,
      ...(modern ? { peeringSyncLevel: syncLevel(arm.world, vnet, peering) } : {}),
      remoteVirtualNetwork: { id: remoteVnetId },
      ...flags,
      ...(since(apiVersion, '2023-11-01') ? { peerCompleteVnets: true } : {}),
      ...(gateways.length > 0 ? { remoteGateways: gateways.map(({ id }) => ({ id })) } : {}),
      remoteAddressSpace: space(remotePrefixes, parts),
      ...(modern ? { remoteVirtualNetworkAddressSpace: space(current, parts) } : {}),
      routeServiceVips: {},
    },
    type: 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings',
  };
}

/** The ids of what has an address in a subnet: IP configurations of interfaces, of scale sets' ones too. */
export function usersOf({ world }: ArmContext, subnetId: string): string[] {
  const key = subnetId.toLowerCase();
  const interfaces = world.networkInterfaces
    .all()
    .flatMap((nic) =>
      nic.ipConfigurations
        .filter((each) => each.subnetId.toLowerCase() === key)
        .map(({ name }) => shouted(`${nic.id}/ipConfigurations/${name}`)),
    );
  const vnetId = key.replace(/\/subnets\/.*$/, '');
  const gateways = gatewaysOf(world, vnetId)
    .filter(() => key.endsWith('/gatewaysubnet'))
    .map(({ id }) => shouted(`${id}/ipConfigurations/default`));
  return [...interfaces, ...gateways];
}

/** Names in upper case, types as they are. */
function shouted(id: string): string {
  return id
    .split('/')
    .map((segment, index) =>
      index === 4 || (index > 6 && index % 2 === 0) ? segment.toUpperCase() : segment,
    )
    .join('/');
}

function space(addressPrefixes: readonly string[], { apiVersion }: ViewParts): JsonObject {
  return { addressPrefixes, ...(since(apiVersion, '2023-11-01') ? { ipamPoolPrefixAllocations: [] } : {}) };
}
