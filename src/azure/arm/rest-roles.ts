import { allPages } from '../rest/pages.js';
import type { CallContext, RoleDefinitionFilter } from './arm.js';
import type { ArmCalls } from './arm-calls.js';
import type * as model from './model.js';
import { toRoleAssignment, toRoleDefinition, toRolePermission } from './translate.js';

const AUTHORIZATION = 'api-version=2022-04-01';
const ROLE_DEFINITIONS = 'providers/Microsoft.Authorization/roleDefinitions';
const ROLE_ASSIGNMENTS = 'providers/Microsoft.Authorization/roleAssignments';

/** The calls that are about roles. */
export class RestRoles {
  protected readonly calls: ArmCalls;

  constructor(calls: ArmCalls) {
    this.calls = calls;
  }

  async roleDefinition(subscriptionId: string, guid: string, context: CallContext) {
    const path = `/subscriptions/${subscriptionId}/${ROLE_DEFINITIONS}/${guid}?${AUTHORIZATION}`;
    const answer = await this.calls.maybe('Microsoft.Authorization/roleDefinitions/read', path, context);
    return answer && toRoleDefinition(answer.body);
  }

  roleDefinitions(subscriptionId: string, { roleName }: RoleDefinitionFilter, context: CallContext) {
    const filter = `$filter=${encodeURIComponent(`roleName eq '${quoted(roleName)}'`)}`;
    const path = `/subscriptions/${subscriptionId}/${ROLE_DEFINITIONS}?${filter}&${AUTHORIZATION}`;
    return this.calls.list('Microsoft.Authorization/roleDefinitions/read', path, context, toRoleDefinition);
  }

  async putRoleDefinition(guid: string, role: model.NewRoleDefinition, context: CallContext) {
    const scope = `/subscriptions/${role.subscriptionId}`;
    const properties = {
      roleName: role.roleName,
      description: role.description,
      type: 'CustomRole',
      permissions: [{ actions: role.actions, notActions: [], dataActions: [], notDataActions: [] }],
      assignableScopes: [scope],
    };
    const operation = 'Microsoft.Authorization/roleDefinitions/write';
    const path = `${scope}/${ROLE_DEFINITIONS}/${guid}?${AUTHORIZATION}`;
    await this.calls.client.call({ operation, method: 'PUT', path, body: { properties } }, context);
  }

  async deleteRoleDefinition(subscriptionId: string, guid: string, context: CallContext) {
    const path = `/subscriptions/${subscriptionId}/${ROLE_DEFINITIONS}/${guid}?${AUTHORIZATION}`;
    await this.calls.delete('Microsoft.Authorization/roleDefinitions/delete', path, context);
  }

  async roleAssignments(scope: string, principalId: string, context: CallContext) {
    // Together with atScope() this filter is refused, so the list also holds what lies below the scope.
    const filter = `$filter=${encodeURIComponent(`principalId eq '${principalId}'`)}`;
    const path = `${scope}/${ROLE_ASSIGNMENTS}?${filter}&${AUTHORIZATION}`;
    const operation = 'Microsoft.Authorization/roleAssignments/read';
    let now = new Date();
    const call = { operation, method: 'GET', path } as const;
    const all = await allPages(this.calls.client, call, context, (entry, { headers }) => {
      now = timeOf(headers) ?? now;
      return toRoleAssignment(entry, now);
    });
    return all.filter((one) => one.principalId === principalId.toLowerCase());
  }

  async putRoleAssignment(assignment: model.NewRoleAssignment, context: CallContext) {
    const { scope, guid, roleGuid, principalId, description } = assignment;
    const subscription = /^\/subscriptions\/[^/]+/i.exec(scope)?.[0] ?? '';
    const properties = {
      roleDefinitionId: `${subscription}/${ROLE_DEFINITIONS}/${roleGuid}`,
      principalId,
      // Without it ARM asks Graph what the id is, and does not find a fresh one.
      principalType: 'ServicePrincipal',
      description,
    };
    const operation = 'Microsoft.Authorization/roleAssignments/write';
    const path = `${scope}/${ROLE_ASSIGNMENTS}/${guid}?${AUTHORIZATION}`;
    await this.calls.client.call({ operation, method: 'PUT', path, body: { properties } }, context);
  }

  async deleteRoleAssignment(id: string, context: CallContext) {
    await this.calls.delete(
      'Microsoft.Authorization/roleAssignments/delete',
      `${id}?${AUTHORIZATION}`,
      context,
    );
  }

  permissions(scope: string, context: CallContext) {
    const path = `${scope}/providers/Microsoft.Authorization/permissions?${AUTHORIZATION}`;
    return this.calls.list('Microsoft.Authorization/permissions/read', path, context, toRolePermission);
  }
}

/** The time by the service's own clock. */
function timeOf(headers: Headers): Date | undefined {
  const time = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(time) ? undefined : new Date(time);
}

/** A text inside quotes of an OData filter. */
function quoted(text: string): string {
  return text.replaceAll("'", "''");
}
