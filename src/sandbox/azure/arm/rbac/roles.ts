import type { AzureContext } from '../../azure-context.js';
import type { AccessToken } from '../../tokens/access-token.js';
import type { ArmWorld } from '../state/arm-world.js';
import type { RoleAssignment } from '../state/records.js';
import { isWithin } from '../wire/resource-id.js';
import { BUILT_IN_ROLES } from './built-in-roles.js';
import { allows, type Permission } from './permissions.js';

/** The key under which a definition or an assignment of a directory is stored. */
export function roleKey(tenantId: string, guid: string): string {
  return `${tenantId}/${guid}`.toLowerCase();
}

/** What a role allows, whoever defined it. */
export interface RoleFacts {
  readonly guid: string;
  readonly permissions: readonly Permission[];
  /** Where it may be assigned; `/` for everywhere. */
  readonly assignableScopes: readonly string[];
}

type Parts = Pick<AzureContext, 'permissions' | 'consistency'>;

/** Who may do what where: role assignments, what the sandbox gives besides, and denials. */
export class Roles {
  readonly #world: ArmWorld;
  readonly #azure: Parts;

  constructor(world: ArmWorld, azure: Parts) {
    this.#world = world;
    this.#azure = azure;
  }

  /** A role of a directory by its guid. */
  definition(tenantId: string, guid: string): RoleFacts | undefined {
    const custom = this.#world.roleDefinitions.get(roleKey(tenantId, guid));
    if (custom) return custom;
    const builtIn = BUILT_IN_ROLES.find((role) => role.guid === guid.toLowerCase());
    return builtIn && { guid: builtIn.guid, permissions: [builtIn.permission], assignableScopes: ['/'] };
  }

  /** True when the bearer may carry out the action there. A role that is not in effect yet counts as one question. */
  may(token: AccessToken, action: string, scope: string): boolean {
    if (allows(this.#given(token), action)) return true;
    return this.#assignments(token, scope).some(
      (assignment) => allows(this.#permissionsOf(assignment), action) && this.#inEffect(assignment),
    );
  }

  /** True when the bearer has any right there, or somewhere below. */
  hasAny(token: AccessToken, scope: string): boolean {
    if (this.#given(token).length > 0) return true;
    return [...this.#world.roleAssignments.values()].some(
      (assignment) =>
        assignment.tenantId === token.tenantId &&
        assignment.principalId === token.objectId &&
        (isWithin(scope, assignment.scope) || isWithin(assignment.scope, scope)),
    );
  }

  /** The denial that forbids the bearer the action there. */
  denial(token: AccessToken, action: string, scope: string) {
    return this.#world.denyAssignments.find(
      ({ permission, principalIds, scope: where }) =>
        isWithin(where, scope) &&
        (principalIds.length === 0 || principalIds.includes(token.objectId)) &&
        allows([permission], action),
    );
  }

  /** All that the bearer may do there, as `permissions` lists it. */
  permissionsAt(token: AccessToken, scope: string): Permission[] {
    const assigned = this.#assignments(token, scope)
      .filter((assignment) => this.#inEffect(assignment))
      .flatMap((assignment) => this.#permissionsOf(assignment));
    return [...this.#given(token), ...assigned];
  }

  #given(token: AccessToken): Permission[] {
    const given = this.#azure.permissions.of(token);
    if (given === undefined) return [];
    return [{ actions: given === 'everything' ? ['*'] : given.arm, notActions: [] }];
  }

  #assignments({ tenantId, objectId }: AccessToken, scope: string): RoleAssignment[] {
    return [...this.#world.roleAssignments.values()].filter(
      (assignment) =>
        assignment.tenantId === tenantId &&
        assignment.principalId === objectId &&
        isWithin(assignment.scope, scope),
    );
  }

  #permissionsOf({ tenantId, roleGuid }: RoleAssignment): readonly Permission[] {
    return this.definition(tenantId, roleGuid)?.permissions ?? [];
  }

  #inEffect({ tenantId, guid }: RoleAssignment): boolean {
    return !this.#azure.consistency.lags('roleEffect', roleKey(tenantId, guid));
  }
}
