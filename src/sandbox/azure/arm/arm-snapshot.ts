import type { Json } from '../../json.js';
import type { ArmWorld } from './state/arm-world.js';
import { isObject } from './wire/body.js';

/** Everything in ARM, in all subscriptions: the double's own records as plain JSON, oldest first. */
export interface ArmSnapshot {
  readonly resourceGroups: readonly Json[];
  readonly virtualNetworks: readonly Json[];
  readonly networkSecurityGroups: readonly Json[];
  readonly routeTables: readonly Json[];
  readonly networkInterfaces: readonly Json[];
  readonly plainResources: readonly Json[];
  readonly roleDefinitions: readonly Json[];
  readonly roleAssignments: readonly Json[];
  readonly locks: readonly Json[];
  readonly denyAssignments: readonly Json[];
  readonly policies: readonly Json[];
}

/** Versions and moments say nothing of a world: they are left out, so that equal worlds print equally. */
const PASSING = ['etag', 'createdAtMs', 'updatedAtMs'];

/** A copy that later changes do not touch. */
export function armSnapshot(world: ArmWorld): ArmSnapshot {
  return {
    resourceGroups: world.resourceGroups.all().map(plain),
    virtualNetworks: world.virtualNetworks.all().map(plain),
    networkSecurityGroups: world.networkSecurityGroups.all().map(plain),
    routeTables: world.routeTables.all().map(plain),
    networkInterfaces: world.networkInterfaces.all().map(plain),
    plainResources: world.plainResources.all().map(plain),
    roleDefinitions: [...world.roleDefinitions.values()].map(plain),
    roleAssignments: [...world.roleAssignments.values()].map(plain),
    locks: world.locks.map(plain),
    denyAssignments: world.denyAssignments.map(plain),
    policies: world.policies.map(plain),
  };
}

function plain(value: unknown): Json {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Map) return [...value.values()].map(plain);
  if (!isObject(value)) return null;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => inner !== undefined && !PASSING.includes(key))
      .map(([key, inner]) => [key, plain(inner)]),
  );
}
