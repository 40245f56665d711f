import type { ReadContext } from '../peering/once-per-round.js';
import type { RoleDefinition } from './arm/model.js';
import { sameResource } from './ids.js';
import { roleGuid } from './names.js';
import type { StepMeans } from './steps/means.js';

/** A custom role as it must be. */
export interface CustomRole {
  /** What people call it, where that is free. Unique in a tenant, which may have several subscriptions. */
  readonly roleName: string;
  readonly description: string;
  readonly actions: readonly string[];
}

/** The built-in role Network Contributor, the same everywhere. */
export const NETWORK_CONTRIBUTOR = '4d97b98b-1d4f-4787-a291-c67834d212e7';

/** What Dragonfly's application may do on the virtual network: make its half of a peering towards it, and nothing else. */
export const VENDOR_ROLE: CustomRole = {
  roleName: 'dfcloud-peering-role',
  description: 'Allows creating a peering to vnets in scope (but not from)',
  actions: ['Microsoft.Network/virtualNetworks/peer/action'],
};

/** What the customer's own application may do there instead of Network Contributor. */
export const APP_ROLE: CustomRole = {
  roleName: 'dfcloud-peering-owner',
  description: 'Allows managing the peerings of vnets in scope, for dfcloud',
  actions: [
    'Microsoft.Network/virtualNetworks/virtualNetworkPeerings/read',
    'Microsoft.Network/virtualNetworks/virtualNetworkPeerings/write',
    'Microsoft.Network/virtualNetworks/virtualNetworkPeerings/delete',
  ],
};

/** A custom role that exists and is as it must be. */
export interface FoundRole {
  readonly guid: string;
  readonly roleName: string;
  /** True when a run made it: it has our GUID. */
  readonly ours: boolean;
}

type RoleMeans = Pick<StepMeans, 'reads' | 'settings'>;

/** The name that a role gets when another subscription of the tenant has taken the first one. */
export function nameBeside({ roleName }: CustomRole, subscriptionId: string): string {
  return `${roleName}-${subscriptionId.slice(0, 8)}`;
}

/**
 * Finds a role that allows exactly this and can be assigned in the subscription: one that a run made, by its GUID, else
 * one of the same name, such as the commands of Dragonfly's documentation make. One that allows more is not taken.
 */
export async function findRole(
  means: RoleMeans,
  context: ReadContext,
  role: CustomRole,
): Promise<FoundRole | undefined> {
  const { subscriptionId } = means.settings;
  return (
    (await findNamed(means, context, role, role.roleName)) ??
    findNamed(means, context, role, nameBeside(role, subscriptionId))
  );
}

async function findNamed(
  { reads, settings }: RoleMeans,
  context: ReadContext,
  role: CustomRole,
  roleName: string,
): Promise<FoundRole | undefined> {
  const { subscriptionId } = settings;
  const guid = roleGuid(subscriptionId, roleName);
  const [own, named] = await Promise.all([reads.role(guid, context), reads.rolesNamed(roleName, context)]);
  const found = [own, ...named].find((one) => one && isEqual(one, role, subscriptionId));
  return found && { guid: found.guid, roleName: found.roleName, ours: found.guid === guid };
}

function isEqual(found: RoleDefinition, wanted: CustomRole, subscriptionId: string): boolean {
  const [permission, ...more] = found.permissions;
  if (!permission || more.length > 0 || permission.dataActions.length > 0) return false;
  const { actions, notActions } = permission;
  return (
    found.type === 'CustomRole' &&
    notActions.length === 0 &&
    keyOf(actions) === keyOf(wanted.actions) &&
    found.assignableScopes.some((scope) => sameResource(scope, `/subscriptions/${subscriptionId}`))
  );
}

function keyOf(actions: readonly string[]): string {
  return actions
    .map((action) => action.toLowerCase())
    .sort()
    .join(' ');
}
