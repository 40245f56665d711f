import type { VnetPeering } from '../../../src/azure/arm/model.js';
import { cidr } from '../../../src/path/cidr.js';

export const SUBSCRIPTION = '11111111-1111-4111-8111-111111111111';
export const VENDOR_SUBSCRIPTION = '22222222-2222-4222-8222-222222222222';
export const GROUP_PATH = `/subscriptions/${VENDOR_SUBSCRIPTION}/resourceGroups/dragonfly`;
export const REMOTE_VNET = `${GROUP_PATH}/providers/Microsoft.Network/virtualNetworks/df-vnet`;
export const VNET = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet`;
export const PEERING_NAME = 'vnet-dfcloud-peering';
export const REMOTE = cidr('192.168.0.0/16');

/** Our half as it should be in the end; tests change what they are about. */
export function peeringFixture(changes: Partial<VnetPeering> = {}): VnetPeering {
  const name = changes.name ?? PEERING_NAME;
  return {
    id: `${VNET}/virtualNetworkPeerings/${name}`,
    name,
    state: 'Connected',
    syncLevel: 'FullyInSync',
    provisioningState: 'Succeeded',
    remoteVnetId: REMOTE_VNET,
    allowVirtualNetworkAccess: true,
    allowForwardedTraffic: false,
    allowGatewayTransit: false,
    useRemoteGateways: false,
    remotePrefixes: [REMOTE],
    remoteVnetPrefixes: [REMOTE],
    completeVnets: true,
    localSubnetNames: [],
    remoteSubnetNames: [],
    ...changes,
  };
}
