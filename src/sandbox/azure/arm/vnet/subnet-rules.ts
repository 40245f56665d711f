import type { ArmContext, LinkedAction } from '../arm-context.js';
import type { Subnet, VirtualNetwork } from '../state/records.js';
import type { Body, JsonObject } from '../wire/body.js';
import { invalidReference, networkError } from '../wire/errors.js';
import { checkedPrefix, holds, overlapping } from '../wire/prefixes.js';
import { usersOf } from './vnet-view.js';

/** Fields that have a meaning here, or that only ARM writes; all others are kept as they were sent. */
const OWN = [
  'addressPrefix',
  'addressPrefixes',
  'networkSecurityGroup',
  'routeTable',
  'ipConfigurations',
  'provisioningState',
  'ipamPoolPrefixAllocations',
  'purpose',
];

/** A subnet as a body asks for it. */
export function subnetIn(vnetId: string, name: string, properties: Body): Subnet {
  const id = `${vnetId}/subnets/${name}`;
  const single = properties.text('addressPrefix');
  const prefixes = single === undefined ? (properties.texts('addressPrefixes') ?? []) : [single];
  for (const prefix of prefixes) checkedPrefix(prefix, id);
  if (prefixes.length === 0) throw invalidSubnet(name, vnetId);
  return {
    id,
    name,
    prefixes,
    plural: single === undefined,
    networkSecurityGroupId: properties.reference('networkSecurityGroup'),
    routeTableId: properties.reference('routeTable'),
    rest: without(properties.raw, OWN),
    provisioningState: 'Updating',
  };
}

/**
 * A subnet must lie in its network's address space, share no address with another, and name what exists.
 * @throws {ArmError}
 */
export function checkSubnet({ world }: ArmContext, vnet: VirtualNetwork, subnet: Subnet): void {
  if (!subnet.prefixes.every((prefix) => holds(vnet.prefixes, prefix)))
    throw invalidSubnet(subnet.name, vnet.id);
  for (const other of vnet.subnets.values()) {
    if (other.id.toLowerCase() === subnet.id.toLowerCase()) continue;
    if (overlapping(subnet.prefixes, other.prefixes).length === 0) continue;
    throw networkError(
      400,
      'NetcfgSubnetRangesOverlap',
      `Subnet '${subnet.name}' is not valid because its IP address range overlaps with that of an existing subnet in virtual network '${vnet.name}'.`,
    );
  }
  const { networkSecurityGroupId: group, routeTableId: table } = subnet;
  if (group !== undefined && !world.networkSecurityGroups.get(group))
    throw invalidReference(group, subnet.id);
  if (table !== undefined && !world.routeTables.get(table)) throw invalidReference(table, subnet.id);
}

/**
 * Nothing may be left in a subnet that goes away.
 * @throws {ArmError} InUseSubnetCannotBeDeleted
 */
export function assertUnused(arm: ArmContext, { id, name }: Subnet): void {
  const users = usersOf(arm, id);
  if (users.length === 0) return;
  throw networkError(
    400,
    'InUseSubnetCannotBeDeleted',
    `Subnet ${name} is in use by ${users.join(', ')} and cannot be deleted. In order to delete the subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.`,
  );
}

/** To attach a group or a table to a subnet is to join it: that needs a right on it. */
export function joins(properties: Body): LinkedAction[] {
  const group = properties.reference('networkSecurityGroup');
  const table = properties.reference('routeTable');
  return [
    ...(group ? [{ action: 'Microsoft.Network/networkSecurityGroups/join/action', on: group }] : []),
    ...(table ? [{ action: 'Microsoft.Network/routeTables/join/action', on: table }] : []),
  ];
}

/** The fields of an object whose names are not among these. */
export function without(object: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}

function invalidSubnet(name: string, vnetId: string) {
  const vnet = vnetId.split('/').at(-1) ?? '';
  const message = `Subnet '${name}' is not valid in virtual network '${vnet}'.`;
  return networkError(400, 'NetcfgInvalidSubnet', message);
}
