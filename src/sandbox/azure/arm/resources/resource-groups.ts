import type { ArmCall, ArmResult, ArmRoute } from '../arm-context.js';
import type { ResourceGroup } from '../state/records.js';
import { list } from '../tracked/tracked.js';
import { removePeering } from '../vnet/peering-life.js';
import { ArmError } from '../wire/arm-error.js';
import { resourceGroupNotFound } from '../wire/errors.js';
import { nameOf, subscriptionOf } from '../wire/resource-id.js';

const PATTERN = '/subscriptions/{subscription}/resourceGroups/{group}';
const ACTION = 'Microsoft.Resources/subscriptions/resourceGroups';

/** Resource groups. To delete one deletes what is in it. */
export const RESOURCE_GROUP_ROUTES: readonly ArmRoute[] = [
  { name: 'resourceGroups.put', method: 'PUT', pattern: PATTERN, action: `${ACTION}/write`, run: put },
  {
    name: 'resourceGroups.get',
    method: 'GET',
    pattern: PATTERN,
    action: `${ACTION}/read`,
    run: (call) => ({ status: 200, body: view(needed(call)) }),
  },
  {
    name: 'resourceGroups.exists',
    method: 'HEAD',
    pattern: PATTERN,
    action: `${ACTION}/read`,
    run: () => ({ status: 204 }),
  },
  {
    name: 'resourceGroups.list',
    method: 'GET',
    pattern: PATTERN.replace('/{group}', ''),
    action: `${ACTION}/read`,
    run: ({ arm, path }) => {
      const subscription = `/subscriptions/${subscriptionOf(path)}`;
      return list(arm.world.resourceGroups.within(subscription).map(view));
    },
  },
  {
    name: 'resourceGroups.delete',
    method: 'DELETE',
    pattern: PATTERN,
    action: `${ACTION}/delete`,
    run: remove,
  },
];

function put({ arm, path, body }: ArmCall): ArmResult {
  const before = arm.world.resourceGroups.get(path);
  const location = body.text('location')?.toLowerCase().replaceAll(' ', '') ?? before?.location;
  if (!location) {
    const message = 'The location property is required for this definition.';
    throw new ArmError('gateway', 400, 'LocationRequired', message);
  }
  if (before && before.location !== location) {
    const message = `Invalid resource group location '${location}'. The Resource group already exists in location '${before.location}'.`;
    throw new ArmError('gateway', 409, 'InvalidResourceGroupLocation', message);
  }
  const group: ResourceGroup = before ?? { id: path, name: nameOf(path), location, tags: undefined };
  group.tags = body.map('tags') ?? group.tags;
  arm.world.resourceGroups.add(group);
  return { status: before ? 200 : 201, body: view(group) };
}

function remove(call: ArmCall): ArmResult {
  const { arm } = call;
  const group = needed(call);
  const operation = arm.operations.start({
    subscriptionId: subscriptionOf(group.id) ?? '',
    location: group.location,
    doing: 'DeleteResourceGroup',
    kind: 'delete',
    on: group.id,
    finish: () => {
      empty(call, group);
      return undefined;
    },
  });
  return { status: 202, operation: { of: operation, tell: ['location'] } };
}

function empty({ arm }: ArmCall, group: ResourceGroup): void {
  const { world } = arm;
  for (const vnet of world.virtualNetworks.within(group.id)) {
    const peerings = [...vnet.peerings.values()];
    for (const peering of peerings) removePeering(arm, vnet, peering);
    world.virtualNetworks.delete(vnet.id);
    for (const { remoteVnetId } of peerings) arm.notices.peeringChanged(vnet.id, remoteVnetId);
  }
  const tables = [
    world.networkInterfaces,
    world.networkSecurityGroups,
    world.routeTables,
    world.plainResources,
    world.resourceGroups,
  ];
  for (const table of tables) {
    for (const { id } of table.within(group.id)) table.delete(id);
  }
}

function needed({ arm, path }: ArmCall): ResourceGroup {
  const group = arm.world.resourceGroups.get(path);
  if (group) return group;
  throw resourceGroupNotFound(nameOf(path));
}

function view({ id, name, location, tags }: ResourceGroup) {
  const type = 'Microsoft.Resources/resourceGroups';
  return {
    id,
    name,
    type,
    location,
    ...(tags ? { tags } : {}),
    properties: { provisioningState: 'Succeeded' },
  };
}
