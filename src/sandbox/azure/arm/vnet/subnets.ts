import type { ArmCall, ArmResult, ArmRoute } from '../arm-context.js';
import type { Subnet, VirtualNetwork } from '../state/records.js';
import { checkVersion, deleting, found, list, NOTHING_DELETED, touch, writing } from '../tracked/tracked.js';
import { childNotFound, resourceNotFound } from '../wire/errors.js';
import { nameOf, virtualNetworkOf } from '../wire/resource-id.js';
import { assertUnused, checkSubnet, joins, subnetIn } from './subnet-rules.js';
import { subnetView } from './vnet-view.js';

const VNET =
  '/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Network/virtualNetworks/{vnet}';
const ACTION = 'Microsoft.Network/virtualNetworks/subnets';

/** Subnets of virtual networks. */
export const SUBNET_ROUTES: readonly ArmRoute[] = [
  {
    name: 'subnets.put',
    method: 'PUT',
    pattern: `${VNET}/subnets/{name}`,
    action: `${ACTION}/write`,
    linked: ({ body }) => joins(body.child('properties')),
    run: put,
  },
  {
    name: 'subnets.get',
    method: 'GET',
    pattern: `${VNET}/subnets/{name}`,
    action: `${ACTION}/read`,
    run: (call) => {
      const vnet = vnetOf(call);
      const subnet = vnet.subnets.get(nameOf(call.path).toLowerCase());
      if (!subnet) throw childNotFound(call.path);
      return found(subnetView(vnet, subnet, call));
    },
  },
  {
    name: 'subnets.list',
    method: 'GET',
    pattern: `${VNET}/subnets`,
    action: `${ACTION}/read`,
    run: (call) => {
      const vnet = vnetOf(call);
      return list([...vnet.subnets.values()].map((subnet) => subnetView(vnet, subnet, call)));
    },
  },
  {
    name: 'subnets.delete',
    method: 'DELETE',
    pattern: `${VNET}/subnets/{name}`,
    action: `${ACTION}/delete`,
    run: remove,
  },
];

function put(call: ArmCall): ArmResult {
  const { arm, path, body } = call;
  const vnet = vnetOf(call);
  const key = nameOf(path).toLowerCase();
  const before = vnet.subnets.get(key);
  checkVersion(call, before && vnet.etag);
  arm.operations.assertIdle(vnet.id);
  const subnet = subnetIn(vnet.id, before?.name ?? nameOf(path), body.child('properties'));
  checkSubnet(arm, vnet, subnet);
  vnet.subnets.set(key, subnet);
  touch(arm, vnet);
  const view = subnetView(vnet, subnet, call);
  return writing(call, !before, view, {
    on: vnet,
    doing: 'PutSubnetOperation',
    finish: settled(call, vnet, subnet),
  });
}

function remove(call: ArmCall): ArmResult {
  const { arm, path } = call;
  const vnet = vnetOf(call);
  const key = nameOf(path).toLowerCase();
  const subnet = vnet.subnets.get(key);
  if (!subnet) return NOTHING_DELETED;
  checkVersion(call, vnet.etag);
  arm.operations.assertIdle(vnet.id);
  assertUnused(arm, subnet);
  subnet.provisioningState = 'Deleting';
  const finish = () => {
    vnet.subnets.delete(key);
    touch(arm, vnet);
    return undefined;
  };
  return deleting(call, { on: vnet, doing: 'DeleteSubnetOperation', finish });
}

function settled({ arm }: ArmCall, vnet: VirtualNetwork, subnet: Subnet) {
  return () => {
    subnet.provisioningState = 'Succeeded';
    touch(arm, vnet);
    return undefined;
  };
}

function vnetOf({ arm, path }: ArmCall): VirtualNetwork {
  const id = virtualNetworkOf(path) ?? path;
  const vnet = arm.world.virtualNetworks.get(id);
  if (vnet) return vnet;
  throw resourceNotFound(id);
}
