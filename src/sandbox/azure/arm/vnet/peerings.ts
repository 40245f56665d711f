import type { ArmCall, ArmResult, ArmRoute } from '../arm-context.js';
import type { VirtualNetwork, VnetPeering } from '../state/records.js';
import { checkVersion, deleting, found, list, NOTHING_DELETED, touch, writing } from '../tracked/tracked.js';
import type { Body } from '../wire/body.js';
import { childNotFound, networkError, resourceNotFound } from '../wire/errors.js';
import { nameOf, virtualNetworkOf } from '../wire/resource-id.js';
import { refusalOf, remoteIsBusy } from './peering-checks.js';
import { type PeeringWish, removePeering, writePeering } from './peering-life.js';
import { peeringView } from './vnet-view.js';

const VNET =
  '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Network/virtualNetworks/{vnet}';
const PATTERN = `${VNET}/virtualNetworkPeerings/{name}`;
const ACTION = 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings';

/** What the other network's owner must have allowed. */
export const PEER_ACTION = 'Microsoft.Network/virtualNetworks/peer/action';

/** Peerings of virtual networks. */
export const PEERING_ROUTES: readonly ArmRoute[] = [
  {
    name: 'virtualNetworkPeerings.put',
    method: 'PUT',
    pattern: PATTERN,
    action: `${ACTION}/write`,
    linked: ({ body }) => {
      const on = body.child('properties').reference('remoteVirtualNetwork');
      return on === undefined ? [] : [{ action: PEER_ACTION, on }];
    },
    run: put,
  },
  {
    name: 'virtualNetworkPeerings.get',
    method: 'GET',
    pattern: PATTERN,
    action: `${ACTION}/read`,
    run: (call) => found(view(call, ...existing(call))),
  },
  {
    name: 'virtualNetworkPeerings.list',
    method: 'GET',
    pattern: `${VNET}/virtualNetworkPeerings`,
    action: `${ACTION}/read`,
    run: (call) => {
      const vnet = vnetOf(call);
      return list([...vnet.peerings.values()].map((peering) => view(call, vnet, peering)));
    },
  },
  {
    name: 'virtualNetworkPeerings.delete',
    method: 'DELETE',
    pattern: PATTERN,
    action: `${ACTION}/delete`,
    run: remove,
  },
];

function put(call: ArmCall): ArmResult {
  const { arm, path, body } = call;
  const vnet = vnetOf(call);
  const wish = wishIn(call, body.child('properties'));
  const before = vnet.peerings.get(wish.name.toLowerCase());
  checkVersion(call, before && vnet.etag);
  arm.operations.assertIdle(vnet.id);
  const busy = remoteIsBusy(arm, wish.remoteVnetId, path);
  if (busy) throw busy;
  const refusal = refusalOf(arm, vnet, wish);
  if (refusal && !(arm.rules.operations.failLate && refusal.code !== 'InvalidResourceReference'))
    throw refusal;

  const peering = refusal ? placeholder(call, vnet, wish) : writePeering(arm, vnet, wish);
  const finish = () => {
    peering.provisioningState = refusal ? 'Failed' : 'Succeeded';
    touch(arm, vnet);
    arm.notices.peeringChanged(vnet.id, peering.remoteVnetId);
    return refusal;
  };
  const doing = 'PutVirtualNetworkPeeringOperation';
  return writing(call, !before, view(call, vnet, peering), { on: vnet, doing, finish });
}

function remove(call: ArmCall): ArmResult {
  const { arm } = call;
  const vnet = vnetOf(call);
  const peering = vnet.peerings.get(nameOf(call.path).toLowerCase());
  if (!peering) return NOTHING_DELETED;
  checkVersion(call, vnet.etag);
  arm.operations.assertIdle(vnet.id);
  peering.provisioningState = 'Deleting';
  const finish = () => {
    removePeering(arm, vnet, peering);
    arm.notices.peeringChanged(vnet.id, peering.remoteVnetId);
    return undefined;
  };
  return deleting(call, { on: vnet, doing: 'DeleteVirtualNetworkPeeringOperation', finish });
}

/** What is there while an operation runs that is going to fail. */
function placeholder({ arm }: ArmCall, vnet: VirtualNetwork, wish: PeeringWish): VnetPeering {
  const key = wish.name.toLowerCase();
  const before = vnet.peerings.get(key);
  if (before) return Object.assign(before, { provisioningState: 'Updating' as const });
  const peering: VnetPeering = {
    id: `${vnet.id}/virtualNetworkPeerings/${wish.name}`,
    name: wish.name,
    remoteVnetId: wish.remoteVnetId,
    resourceGuid: arm.azure.ids.guid('azure/peering'),
    remotePrefixes: arm.world.virtualNetworks.get(wish.remoteVnetId)?.prefixes ?? [],
    flags: wish.flags,
    state: 'Initiated',
    provisioningState: 'Updating',
  };
  vnet.peerings.set(key, peering);
  return peering;
}

/** Fields that only ARM writes (state, address spaces) are taken and ignored, as clients echo them. */
function wishIn({ path, query }: ArmCall, properties: Body): PeeringWish {
  const remoteVnetId = properties.reference('remoteVirtualNetwork');
  const name = nameOf(path);
  if (remoteVnetId === undefined || !/\/virtualNetworks\/[^/]+$/i.test(remoteVnetId)) {
    throw networkError(
      400,
      'InvalidRequestFormat',
      `Cannot parse the request: remoteVirtualNetwork of peering ${path} names no virtual network.`,
    );
  }
  if (name.length > 80 || !/^[a-z0-9]([\w.-]*\w)?$/i.test(name)) {
    throw networkError(
      400,
      'InvalidResourceName',
      `Resource name ${name} is invalid. The name can be up to 80 characters long. It must begin with a word character, and it must end with a word character or with '_'. The name may contain word characters or '.', '-', '_'.`,
    );
  }
  const flags = {
    allowVirtualNetworkAccess: properties.flag('allowVirtualNetworkAccess') ?? true,
    allowForwardedTraffic: properties.flag('allowForwardedTraffic') ?? false,
    allowGatewayTransit: properties.flag('allowGatewayTransit') ?? false,
    useRemoteGateways: properties.flag('useRemoteGateways') ?? false,
    doNotVerifyRemoteGateways: properties.flag('doNotVerifyRemoteGateways') ?? false,
  };
  return { name, remoteVnetId, flags, sync: query.get('syncRemoteAddressSpace') === 'true' };
}

function vnetOf({ arm, path }: ArmCall): VirtualNetwork {
  const id = virtualNetworkOf(path) ?? path;
  const vnet = arm.world.virtualNetworks.get(id);
  if (vnet) return vnet;
  throw resourceNotFound(id);
}

function existing(call: ArmCall): [VirtualNetwork, VnetPeering] {
  const vnet = vnetOf(call);
  const peering = vnet.peerings.get(nameOf(call.path).toLowerCase());
  if (peering) return [vnet, peering];
  throw childNotFound(call.path);
}

function view(call: ArmCall, vnet: VirtualNetwork, peering: VnetPeering) {
  return peeringView(vnet, peering, call);
}
