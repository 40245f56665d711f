import { sevenDigits } from '../../tokens/secrets.js';
import type { BuiltInRole } from '../rbac/built-in-roles.js';
import type { Permission } from '../rbac/permissions.js';
import type { RoleAssignment, RoleDefinition } from '../state/records.js';
import type { JsonObject } from '../wire/body.js';
import { subscriptionOf } from '../wire/resource-id.js';

/** Where definitions are told to be: in the subscription that was asked, whatever scope was named below it (recorded). */
export function definitionId(scope: string, guid: string): string {
  const subscription = subscriptionOf(scope);
  const root = subscription === undefined ? '' : `/subscriptions/${subscription}`;
  return `${root}/providers/Microsoft.Authorization/roleDefinitions/${guid}`;
}

/** A role of Azure's own. */
export function builtInView(role: BuiltInRole, scope: string): JsonObject {
  const { guid, roleName, description, permission, createdOn, updatedOn } = role;
  const dates = { createdOn, updatedOn, createdBy: null, updatedBy: null };
  const what = { roleName, type: 'BuiltInRole', description, assignableScopes: ['/'] };
  return shape(definitionId(scope, guid), guid, { ...what, permissions: [permission], ...dates });
}

/** A custom role. `createdBy` is null in the answer to the write, and told later (recorded). */
export function customView(role: RoleDefinition, scope: string, fresh: boolean): JsonObject {
  const { guid, roleName, description, assignableScopes, permissions } = role;
  return shape(definitionId(scope, guid), guid, {
    roleName,
    type: 'CustomRole',
    description,
    assignableScopes,
    permissions: permissions.map(permissionView),
    createdOn: sevenDigits(role.createdAtMs),
    updatedOn: sevenDigits(role.updatedAtMs),
    createdBy: fresh ? null : role.createdBy,
    updatedBy: role.updatedBy,
  });
}

/** All four lists, also where only one was sent. */
export function permissionView({ actions, notActions, dataActions, notDataActions }: Permission): JsonObject {
  return { actions, notActions, dataActions: dataActions ?? [], notDataActions: notDataActions ?? [] };
}

/** `createdBy` is null in the answer to the write, and told later (recorded). */
export function assignmentView(assignment: RoleAssignment, fresh: boolean): JsonObject {
  const { guid, scope, roleDefinitionId, principalId, principalType } = assignment;
  const id = `${scope === '/' ? '' : scope}/providers/Microsoft.Authorization/roleAssignments/${guid}`;
  const properties = {
    roleDefinitionId,
    principalId,
    principalType,
    scope,
    condition: assignment.condition ?? null,
    conditionVersion: assignment.conditionVersion ?? null,
    createdOn: sevenDigits(assignment.createdAtMs),
    updatedOn: sevenDigits(assignment.updatedAtMs),
    createdBy: fresh ? null : assignment.createdBy,
    updatedBy: assignment.updatedBy,
    delegatedManagedIdentityResourceId: null,
    description: assignment.description ?? null,
  };
  return { properties, id, type: 'Microsoft.Authorization/roleAssignments', name: guid };
}

function shape(id: string, name: string, properties: JsonObject): JsonObject {
  return { properties, id, type: 'Microsoft.Authorization/roleDefinitions', name };
}
