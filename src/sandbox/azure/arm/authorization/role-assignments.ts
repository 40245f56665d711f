import { GUID } from '../../well-known.js';
import type { ArmCall, ArmResult, ArmRoute } from '../arm-context.js';
import { roleKey } from '../rbac/roles.js';
import type { RoleAssignment } from '../state/records.js';
import { list, NOTHING_DELETED } from '../tracked/tracked.js';
import { ArmError } from '../wire/arm-error.js';
import { idKey, isWithin, nameOf, sameId, subscriptionOf } from '../wire/resource-id.js';
import { type RoleFilter, roleFilter } from './filter.js';
import { doesNotExist } from './role-definitions.js';
import { assignmentView } from './role-view.js';

const PATTERN = '{scope}/providers/Microsoft.Authorization/roleAssignments/{name}';
const ACTION = 'Microsoft.Authorization/roleAssignments';

/** Who has which role where. */
export const ROLE_ASSIGNMENT_ROUTES: readonly ArmRoute[] = [
  { name: 'roleAssignments.put', method: 'PUT', pattern: PATTERN, action: `${ACTION}/write`, run: put },
  { name: 'roleAssignments.get', method: 'GET', pattern: PATTERN, action: `${ACTION}/read`, run: get },
  {
    name: 'roleAssignments.list',
    method: 'GET',
    pattern: PATTERN.replace('/{name}', ''),
    action: `${ACTION}/read`,
    run: all,
  },
  {
    name: 'roleAssignments.delete',
    method: 'DELETE',
    pattern: PATTERN,
    action: `${ACTION}/delete`,
    run: remove,
  },
];

/** 201 also where an assignment was there and only its description changed (recorded). */
function put(call: ArmCall): ArmResult {
  const { arm, caller } = call;
  const wish = wishIn(call);
  const key = roleKey(caller.tenantId, wish.guid);
  const before = arm.world.roleAssignments.get(key);
  if (before) assertSame(before, wish);
  else assertNew(call, wish);
  const nowMs = arm.azure.clock.now();
  const assignment: RoleAssignment = {
    ...wish,
    tenantId: caller.tenantId,
    createdAtMs: before?.createdAtMs ?? nowMs,
    createdBy: before?.createdBy ?? caller.objectId,
    updatedAtMs: nowMs,
    updatedBy: caller.objectId,
  };
  arm.world.roleAssignments.set(key, assignment);
  if (!before) arm.azure.consistency.changed(key, call.fate.hiddenMs);
  return { status: 201, body: assignmentView(assignment, true) };
}

function get(call: ArmCall): ArmResult {
  const assignment = find(call);
  if (assignment) return { status: 200, body: assignmentView(assignment, false) };
  throw refusal(404, 'RoleAssignmentNotFound', `The role assignment '${nameOf(call.path)}' is not found.`);
}

/** Those at the scope, above it and below it; `atScope()` leaves out those below. */
function all(call: ArmCall): ArmResult {
  const { arm, caller, query } = call;
  const scope = call.params.scope ?? '';
  const filter = roleFilter(query);
  const assignments = [...arm.world.roleAssignments.values()]
    .filter(({ tenantId }) => tenantId === caller.tenantId)
    .filter((assignment) => fits(assignment, scope, filter))
    .filter(({ tenantId, guid }) => !arm.azure.consistency.lags('roleList', roleKey(tenantId, guid)));
  return list(assignments.map((assignment) => assignmentView(assignment, false)));
}

/** The deleted assignment is the answer (recorded). */
function remove(call: ArmCall): ArmResult {
  const assignment = find(call);
  if (!assignment) return NOTHING_DELETED;
  call.arm.world.roleAssignments.delete(roleKey(assignment.tenantId, assignment.guid));
  return { status: 200, body: assignmentView(assignment, false) };
}

function find({ arm, caller, path, params }: ArmCall): RoleAssignment | undefined {
  const assignment = arm.world.roleAssignments.get(roleKey(caller.tenantId, nameOf(path)));
  return assignment && sameId(assignment.scope, params.scope || '/') ? assignment : undefined;
}

function fits(
  { scope: where, principalId }: RoleAssignment,
  scope: string,
  { atScope, principalId: wanted, assignedTo }: RoleFilter,
): boolean {
  const principal = wanted ?? assignedTo;
  if (principal !== undefined && principal !== principalId) return false;
  return isWithin(where, scope) || (!atScope && isWithin(scope, where));
}

type Wish = Omit<RoleAssignment, 'tenantId' | 'createdAtMs' | 'createdBy' | 'updatedAtMs' | 'updatedBy'>;

function wishIn(call: ArmCall): Wish {
  const { arm, body, path, params, caller } = call;
  const properties = body.child('properties');
  const guid = nameOf(path).toLowerCase();
  if (!GUID.test(guid)) {
    const message = `The role assignment ID '${guid}' is not valid. The role assignment ID must be a GUID.`;
    throw refusal(400, 'InvalidRoleAssignmentId', message);
  }
  const roleDefinitionId = properties.text('roleDefinitionId') ?? '';
  const roleGuid = nameOf(roleDefinitionId).toLowerCase();
  const role = arm.roles.definition(caller.tenantId, roleGuid);
  const scope = params.scope || '/';
  const fits = role?.assignableScopes.some((assignable) => isWithin(assignable, scope));
  if (!role || !fits || arm.azure.consistency.lags('roleDefinition', roleKey(caller.tenantId, roleGuid))) {
    throw doesNotExist(roleGuid);
  }
  const principalId = properties.text('principalId')?.toLowerCase() ?? '';
  return {
    guid,
    scope,
    roleGuid,
    roleDefinitionId,
    principalId,
    principalType: principalTypeOf(call, principalId, properties.text('principalType')),
    condition: properties.text('condition'),
    conditionVersion: properties.text('conditionVersion'),
    description: properties.text('description'),
  };
}

/**
 * The principal must be in the directory, and ARM must have heard of it. Ids are written without dashes in the refusal
 * (recorded), which older versions of the API word shorter.
 */
function principalTypeOf(
  { arm, caller, apiVersion }: ArmCall,
  id: string,
  given: string | undefined,
): string {
  const principal = arm.azure.directories.principal(caller.tenantId, id);
  const bare = id.replaceAll('-', '');
  if (!principal || arm.azure.consistency.lags('principal', id)) {
    const hint =
      apiVersion >= '2022'
        ? ' Check that you have the correct principal ID. If you are creating this principal and then immediately assigning a role, this error might be related to a replication delay. In this case, set the role assignment principalType property to a value, such as ServicePrincipal, User, or Group.  See https://aka.ms/docs-principaltype'
        : '';
    const message = `Principal ${bare} does not exist in the directory ${caller.tenantId}.${hint}`;
    throw refusal(400, 'PrincipalNotFound', message);
  }
  if (given === undefined || given === principal.type) return principal.type;
  const message = `The PrincipalId '${bare}' has type '${principal.type}' , which is different from specified PrinciaplType '${given}'.`;
  throw refusal(400, 'UnmatchedPrincipalType', message);
}

function assertSame(before: RoleAssignment, wish: Wish): void {
  const same =
    before.principalId === wish.principalId &&
    before.roleGuid === wish.roleGuid &&
    sameId(before.scope, wish.scope);
  if (same) return;
  const message = 'Tenant ID, application ID, principal ID, and scope are not allowed to be updated.';
  throw refusal(400, 'RoleAssignmentUpdateNotPermitted', message);
}

function assertNew({ arm, caller }: ArmCall, wish: Wish): void {
  const others = [...arm.world.roleAssignments.values()].filter(
    ({ tenantId }) => tenantId === caller.tenantId,
  );
  const twin = others.some(
    ({ principalId, roleGuid, scope }) =>
      principalId === wish.principalId && roleGuid === wish.roleGuid && sameId(scope, wish.scope),
  );
  if (twin) throw refusal(409, 'RoleAssignmentExists', 'The role assignment already exists.');
  const subscription = subscriptionOf(wish.scope) ?? '';
  const there = others.filter(({ scope }) => idKey(subscriptionOf(scope) ?? '') === idKey(subscription));
  if (there.length < arm.rules.limitsOf(subscription).roleAssignments) return;
  const message = 'Role assignment limit exceeded. No more role assignments can be created.';
  throw refusal(400, 'RoleAssignmentLimitExceeded', message);
}

function refusal(status: number, code: string, message: string): ArmError {
  return new ArmError('authorization', status, code, message);
}
