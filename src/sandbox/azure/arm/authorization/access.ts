import type { ArmCall, ArmResult, ArmRoute } from '../arm-context.js';
import type { Lock } from '../state/records.js';
import { list, NOTHING_DELETED } from '../tracked/tracked.js';
import { ArmError } from '../wire/arm-error.js';
import { isWithin, nameOf, sameId } from '../wire/resource-id.js';
import { roleFilter } from './filter.js';
import { permissionView } from './role-view.js';

const LOCK = '{scope}/providers/Microsoft.Authorization/locks/{name}';

/** What the caller may do at a scope; locks, denials and policies there. */
export const ACCESS_ROUTES: readonly ArmRoute[] = [
  {
    // Anyone may ask what they may do themselves.
    name: 'permissions.list',
    method: 'GET',
    pattern: '{scope}/providers/Microsoft.Authorization/permissions',
    run: ({ arm, caller, params }) =>
      list(arm.roles.permissionsAt(caller, params.scope ?? '').map(permissionView)),
  },
  {
    name: 'denyAssignments.list',
    method: 'GET',
    pattern: '{scope}/providers/Microsoft.Authorization/denyAssignments',
    action: 'Microsoft.Authorization/denyAssignments/read',
    run: denials,
  },
  {
    name: 'policyAssignments.list',
    method: 'GET',
    pattern: '{scope}/providers/Microsoft.Authorization/policyAssignments',
    action: 'Microsoft.Authorization/policyAssignments/read',
    run: policies,
  },
  {
    name: 'locks.put',
    method: 'PUT',
    pattern: LOCK,
    action: 'Microsoft.Authorization/locks/write',
    run: putLock,
  },
  {
    name: 'locks.list',
    method: 'GET',
    pattern: LOCK.replace('/{name}', ''),
    action: 'Microsoft.Authorization/locks/read',
    run: ({ arm, params, query }) => {
      const scope = params.scope ?? '';
      const locks = there(arm.world.locks, scope);
      const inherited = locks.filter((lock) => isWithin(lock.scope, scope));
      return list((roleFilter(query).atScope ? inherited : locks).map(lockView));
    },
  },
  {
    name: 'locks.get',
    method: 'GET',
    pattern: LOCK,
    action: 'Microsoft.Authorization/locks/read',
    run: (call) => {
      const lock = lockOf(call);
      if (lock) return { status: 200, body: lockView(lock) };
      throw new ArmError(
        'authorization',
        404,
        'LockNotFound',
        `The lock '${nameOf(call.path)}' could not be found.`,
      );
    },
  },
  {
    name: 'locks.delete',
    method: 'DELETE',
    pattern: LOCK,
    action: 'Microsoft.Authorization/locks/delete',
    run: (call) => {
      const lock = lockOf(call);
      if (!lock) return NOTHING_DELETED;
      call.arm.world.locks.splice(call.arm.world.locks.indexOf(lock), 1);
      return { status: 200 };
    },
  },
];

/** What holds at a scope, inherited or below it. */
function there<T extends { readonly scope: string }>(all: readonly T[], scope: string): T[] {
  return all.filter((each) => isWithin(each.scope, scope) || isWithin(scope, each.scope));
}

function denials({ arm, params }: ArmCall): ArmResult {
  const found = there(arm.world.denyAssignments, params.scope ?? '');
  return list(
    found.map(({ guid, name, scope, permission, principalIds }) => ({
      id: `${scope}/providers/Microsoft.Authorization/denyAssignments/${guid}`,
      name: guid,
      type: 'Microsoft.Authorization/denyAssignments',
      properties: {
        denyAssignmentName: name,
        permissions: [permissionView(permission)],
        scope,
        doNotApplyToChildScopes: false,
        principals: principalIds.map((id) => ({ id, type: 'ServicePrincipal' })),
        excludePrincipals: [],
        isSystemProtected: true,
      },
    })),
  );
}

function policies({ arm, params }: ArmCall): ArmResult {
  const found = there(arm.world.policies, params.scope ?? '');
  return list(
    found.map(({ name, scope }) => ({
      id: `${scope}/providers/Microsoft.Authorization/policyAssignments/${name}`,
      name,
      type: 'Microsoft.Authorization/policyAssignments',
      properties: {
        displayName: name,
        policyDefinitionId: `/providers/Microsoft.Authorization/policyDefinitions/${name}`,
        scope,
        enforcementMode: 'Default',
      },
    })),
  );
}

function putLock(call: ArmCall): ArmResult {
  const { arm, body, path, params } = call;
  const properties = body.child('properties');
  const level = properties.text('level');
  if (level !== 'CanNotDelete' && level !== 'ReadOnly') {
    const message = `The lock level '${level ?? ''}' is not valid. Use CanNotDelete or ReadOnly.`;
    throw new ArmError('authorization', 400, 'InvalidLockLevel', message);
  }
  const before = lockOf(call);
  const lock: Lock = {
    name: nameOf(path),
    scope: params.scope ?? '',
    level,
    notes: properties.text('notes'),
  };
  if (before) arm.world.locks.splice(arm.world.locks.indexOf(before), 1);
  arm.world.locks.push(lock);
  return { status: before ? 200 : 201, body: lockView(lock) };
}

function lockOf({ arm, path, params }: ArmCall): Lock | undefined {
  return arm.world.locks.find(
    ({ name, scope }) => sameId(name, nameOf(path)) && sameId(scope, params.scope ?? ''),
  );
}

function lockView({ name, scope, level, notes }: Lock) {
  return {
    properties: { level, ...(notes === undefined ? {} : { notes }) },
    id: `${scope}/providers/Microsoft.Authorization/locks/${name}`,
    type: 'Microsoft.Authorization/locks',
    name,
  };
}
