import type { WireNetwork } from '../../../resources/wire.js';
import type { ArmContext } from '../arm/arm-context.js';
import { removePeering } from '../arm/vnet/peering-life.js';
import { isWithin, nameOf } from '../arm/wire/resource-id.js';
import { vendorVnetId } from './vnet-ids.js';

/** A network became active: its resource group and VNet exist from now on. */
export function addVendorVnet(arm: ArmContext, { vpc, location, cidr_block }: WireNetwork): void {
  if (!vpc) return;
  const { world, azure } = arm;
  const id = vendorVnetId({ account_id: vpc.account_id, vpc_id: vpc.resource_id });
  const group = { id: vpc.account_id, name: nameOf(vpc.account_id), location: location.region };
  if (!world.resourceGroups.get(group.id)) world.resourceGroups.add({ ...group, tags: undefined });
  world.virtualNetworks.add({
    id,
    name: vpc.resource_id,
    type: 'Microsoft.Network/virtualNetworks',
    location: location.region,
    resourceGuid: azure.ids.guid('azure/resource'),
    tags: undefined,
    etag: `W/"${azure.ids.guid('azure/etag')}"`,
    provisioningState: 'Succeeded',
    prefixes: [cidr_block],
    dnsServers: undefined,
    subnets: new Map(),
    peerings: new Map(),
    rest: {},
  });
}

/** The network is gone, and everything in its resource group with it. */
export function removeVendorVnet(arm: ArmContext, { vpc }: WireNetwork): void {
  if (!vpc) return;
  const { world } = arm;
  const vnet = world.virtualNetworks.get(
    vendorVnetId({ account_id: vpc.account_id, vpc_id: vpc.resource_id }),
  );
  if (!vnet) return;
  for (const peering of [...vnet.peerings.values()]) removePeering(arm, vnet, peering);
  world.virtualNetworks.delete(vnet.id);
  if (world.virtualNetworks.within(vpc.account_id).length === 0) world.resourceGroups.delete(vpc.account_id);
  for (const [key, { scope }] of world.roleAssignments) {
    if (isWithin(vnet.id, scope)) world.roleAssignments.delete(key);
  }
}
