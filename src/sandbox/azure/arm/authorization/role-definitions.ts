import { GUID } from '../../well-known.js';
import type { ArmCall, ArmResult, ArmRoute } from '../arm-context.js';
import { BUILT_IN_ROLES } from '../rbac/built-in-roles.js';
import type { Permission } from '../rbac/permissions.js';
import { roleKey } from '../rbac/roles.js';
import type { RoleDefinition } from '../state/records.js';
import { list, NOTHING_DELETED } from '../tracked/tracked.js';
import { ArmError } from '../wire/arm-error.js';
import type { Body } from '../wire/body.js';
import { isWithin, nameOf, subscriptionOf } from '../wire/resource-id.js';
import { type RoleFilter, roleFilter } from './filter.js';
import { builtInView, customView } from './role-view.js';

const PATTERN = '{scope}/providers/Microsoft.Authorization/roleDefinitions/{name}';
const ACTION = 'Microsoft.Authorization/roleDefinitions';

/** Roles: Azure's own, and those that a directory defines. */
export const ROLE_DEFINITION_ROUTES: readonly ArmRoute[] = [
  { name: 'roleDefinitions.put', method: 'PUT', pattern: PATTERN, action: `${ACTION}/write`, run: put },
  { name: 'roleDefinitions.get', method: 'GET', pattern: PATTERN, action: `${ACTION}/read`, run: get },
  {
    name: 'roleDefinitions.list',
    method: 'GET',
    pattern: PATTERN.replace('/{name}', ''),
    action: `${ACTION}/read`,
    run: all,
  },
  {
    name: 'roleDefinitions.delete',
    method: 'DELETE',
    pattern: PATTERN,
    action: `${ACTION}/delete`,
    run: remove,
  },
];

/** 201 for a new one and for a changed one alike (recorded). */
function put(call: ArmCall): ArmResult {
  const { arm, path, params, caller } = call;
  const guid = nameOf(path).toLowerCase();
  if (!GUID.test(guid)) {
    throw refusal(
      400,
      'InvalidRoleDefinitionId',
      `The role definition ID '${guid}' is not valid. The role definition ID must be a GUID.`,
    );
  }
  const wish = wishIn(call);
  assertNameIsFree(call, guid, wish.roleName);
  const key = roleKey(caller.tenantId, guid);
  const before = arm.world.roleDefinitions.get(key);
  if (!before) assertRoom(call);
  const nowMs = arm.azure.clock.now();
  const made = { createdAtMs: before?.createdAtMs ?? nowMs, createdBy: before?.createdBy ?? caller.objectId };
  const role: RoleDefinition = {
    guid,
    tenantId: caller.tenantId,
    ...wish,
    ...made,
    updatedAtMs: nowMs,
    updatedBy: caller.objectId,
  };
  arm.world.roleDefinitions.set(key, role);
  arm.azure.consistency.changed(key, call.fate.hiddenMs);
  return { status: 201, body: customView(role, params.scope ?? '', true) };
}

function get(call: ArmCall): ArmResult {
  const { arm, path, params, caller } = call;
  const guid = nameOf(path).toLowerCase();
  const builtIn = BUILT_IN_ROLES.find((role) => role.guid === guid);
  const scope = params.scope ?? '';
  if (builtIn) return { status: 200, body: builtInView(builtIn, scope) };
  const role = arm.world.roleDefinitions.get(roleKey(caller.tenantId, guid));
  if (role) return { status: 200, body: customView(role, scope, false) };
  throw doesNotExist(guid);
}

/** Those that can be assigned at the scope. A new one comes up late, which is why a list proves no absence. */
function all(call: ArmCall): ArmResult {
  const { arm, params, caller } = call;
  const scope = params.scope ?? '';
  const filter = roleFilter(call.query);
  const customs = [...arm.world.roleDefinitions.values()]
    .filter(({ tenantId }) => tenantId === caller.tenantId)
    .filter((role) => reaches(role, scope, filter) && fits(role.roleName, 'CustomRole', filter))
    .filter(({ tenantId, guid }) => !arm.azure.consistency.lags('roleList', roleKey(tenantId, guid)));
  const builtIns = BUILT_IN_ROLES.filter(({ roleName }) => fits(roleName, 'BuiltInRole', filter));
  return list([
    ...customs.map((role) => customView(role, scope, false)),
    ...builtIns.map((role) => builtInView(role, scope)),
  ]);
}

/** The deleted role is the answer (recorded). */
function remove(call: ArmCall): ArmResult {
  const { arm, path, params, caller } = call;
  const key = roleKey(caller.tenantId, nameOf(path));
  const role = arm.world.roleDefinitions.get(key);
  if (!role) return NOTHING_DELETED;
  const assigned = [...arm.world.roleAssignments.values()].some(
    ({ tenantId, roleGuid }) => tenantId === role.tenantId && roleGuid === role.guid,
  );
  if (assigned) {
    const message = 'There are existing role assignments referencing role.';
    throw refusal(400, 'RoleDefinitionHasAssignments', message);
  }
  arm.world.roleDefinitions.delete(key);
  return { status: 200, body: customView(role, params.scope ?? '', false) };
}

function wishIn({ body }: ArmCall) {
  const properties = body.child('properties');
  const roleName = properties.text('roleName');
  const assignableScopes = properties.texts('assignableScopes') ?? [];
  if (!roleName) throw refusal(400, 'InvalidRoleDefinitionName', 'The role definition name is required.');
  if (assignableScopes.length === 0) {
    const message = 'The role definition must have at least one assignable scope.';
    throw refusal(400, 'MissingAssignableScopes', message);
  }
  return {
    roleName,
    description: properties.text('description') ?? '',
    permissions: (properties.children('permissions') ?? []).map(permissionIn),
    assignableScopes,
  };
}

function permissionIn(body: Body): Permission {
  return {
    actions: body.texts('actions') ?? [],
    notActions: body.texts('notActions') ?? [],
    dataActions: body.texts('dataActions') ?? [],
    notDataActions: body.texts('notDataActions') ?? [],
  };
}

/** A name is taken for the whole directory, also where lists do not show its role. */
function assertNameIsFree({ arm, caller }: ArmCall, guid: string, roleName: string): void {
  const same = (name: string) => name.toLowerCase() === roleName.toLowerCase();
  const taken =
    BUILT_IN_ROLES.some((role) => same(role.roleName)) ||
    [...arm.world.roleDefinitions.values()].some(
      (role) => role.tenantId === caller.tenantId && role.guid !== guid && same(role.roleName),
    );
  if (!taken) return;
  const message = 'A role definition cannot be updated with a name that already exists.';
  throw refusal(409, 'RoleDefinitionWithSameNameExists', message);
}

function assertRoom({ arm, caller, path }: ArmCall): void {
  const count = [...arm.world.roleDefinitions.values()].filter(
    ({ tenantId }) => tenantId === caller.tenantId,
  );
  if (count.length < arm.rules.limitsOf(subscriptionOf(path) ?? '').roleDefinitions) return;
  const message = 'Role definition limit exceeded. No more role definitions can be created.';
  throw refusal(400, 'RoleDefinitionLimitExceeded', message);
}

function reaches(
  { assignableScopes }: RoleDefinition,
  scope: string,
  { atScopeAndBelow }: RoleFilter,
): boolean {
  return assignableScopes.some(
    (assignable) => isWithin(assignable, scope) || (atScopeAndBelow === true && isWithin(scope, assignable)),
  );
}

function fits(name: string, type: string, { roleName, roleType }: RoleFilter): boolean {
  return (
    (roleName === undefined || roleName.toLowerCase() === name.toLowerCase()) &&
    (roleType === undefined || roleType.toLowerCase() === type.toLowerCase())
  );
}

/** Ids in messages of this provider have no dashes (recorded for principals). */
export function doesNotExist(guid: string): ArmError {
  const message = `The specified role definition with ID '${guid.replaceAll('-', '')}' does not exist.`;
  return refusal(404, 'RoleDefinitionDoesNotExist', message);
}

function refusal(status: number, code: string, message: string): ArmError {
  return new ArmError('authorization', status, code, message);
}
