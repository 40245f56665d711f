import type { RestAnswer } from '../rest/exchange.js';
import { listAt, textAt } from '../rest/json.js';
import { callToTheEnd } from '../rest/long-running.js';
import { allPages } from '../rest/pages.js';
import { type RestCall, RestClient, type RestConfig } from '../rest/rest-client.js';
import type { Arm, CallContext, RoleDefinitionFilter } from './arm.js';
import type * as model from './model.js';
import { askSubscriptionTenant } from './subscription-tenant.js';
import {
  toEffectiveRoute,
  toLock,
  toNic,
  toPeering,
  toRoleAssignment,
  toRoleDefinition,
  toRolePermission,
  toRouteTable,
  toVnet,
} from './translate.js';
import { fromRule, toAdminRule, toEffectiveNsg, toNsg } from './translate-rules.js';

/*
 * The API versions that are sent. All fields that are read exist since 2021, so each is one that is widely in use rather
 * than the newest.
 */
const NETWORK = 'api-version=2025-05-01';
/** Interfaces of scale sets are served by an older version only (Microsoft.Compute's own address space). */
const SCALE_SET_NICS = 'api-version=2018-10-01';
const AUTHORIZATION = 'api-version=2022-04-01';
const LOCKS = 'api-version=2020-05-01';
const RESOURCES = 'api-version=2022-12-01';

const ROLE_DEFINITIONS = 'providers/Microsoft.Authorization/roleDefinitions';
const ROLE_ASSIGNMENTS = 'providers/Microsoft.Authorization/roleAssignments';

type Auxiliary = CallContext & { readonly auxiliaryToken?: string | undefined };

/** Azure Resource Manager by its REST API, as one identity. */
export class RestArm implements Arm {
  readonly #client: RestClient;

  constructor(config: Omit<RestConfig, 'requestIdHeader'>) {
    this.#client = new RestClient({ ...config, requestIdHeader: 'x-ms-client-request-id' });
  }

  get endpoint(): string {
    return this.#client.endpoint;
  }

  async vnet(id: string, context: CallContext) {
    return toVnet(await this.#get('Microsoft.Network/virtualNetworks/read', `${id}?${NETWORK}`, context));
  }

  async peering(id: string, context: CallContext) {
    const operation = 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings/read';
    const answer = await this.#maybe(operation, `${id}?${NETWORK}`, context);
    return answer && toPeering(answer.body);
  }

  async putPeering(id: string, peering: model.NewPeering, { auxiliaryToken, ...context }: Auxiliary) {
    const path = `${id}?syncRemoteAddressSpace=true&${NETWORK}`;
    const operation = 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings/write';
    const { remoteVnetId, allowForwardedTraffic, useRemoteGateways } = peering;
    const properties = {
      remoteVirtualNetwork: { id: remoteVnetId },
      // Never left out: a peering without it says connected and lets nothing through.
      allowVirtualNetworkAccess: true,
      allowForwardedTraffic,
      allowGatewayTransit: false,
      useRemoteGateways,
    };
    const headers = auxiliaryHeader(auxiliaryToken);
    await callToTheEnd(
      this.#client,
      { operation, method: 'PUT', path, body: { properties }, headers },
      context,
    );
    const read = 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings/read';
    return toPeering(await this.#get(read, `${id}?${NETWORK}`, context));
  }

  async deletePeering(id: string, { auxiliaryToken, ...context }: Auxiliary) {
    const operation = 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings/delete';
    await this.#delete(operation, `${id}?${NETWORK}`, context, auxiliaryHeader(auxiliaryToken));
  }

  async nsg(id: string, context: CallContext) {
    return toNsg(
      await this.#get('Microsoft.Network/networkSecurityGroups/read', `${id}?${NETWORK}`, context),
    );
  }

  async putSecurityRule(nsgId: string, rule: model.SecurityRule, context: CallContext) {
    const operation = 'Microsoft.Network/networkSecurityGroups/securityRules/write';
    const path = `${nsgId}/securityRules/${encodeURIComponent(rule.name)}?${NETWORK}`;
    await callToTheEnd(this.#client, { operation, method: 'PUT', path, body: fromRule(rule) }, context);
  }

  async deleteSecurityRule(nsgId: string, name: string, context: CallContext) {
    const operation = 'Microsoft.Network/networkSecurityGroups/securityRules/delete';
    const path = `${nsgId}/securityRules/${encodeURIComponent(name)}?${NETWORK}`;
    await this.#delete(operation, path, context);
  }

  async routeTable(id: string, context: CallContext) {
    return toRouteTable(await this.#get('Microsoft.Network/routeTables/read', `${id}?${NETWORK}`, context));
  }

  nics(subscriptionId: string, context: CallContext) {
    const path = `/subscriptions/${subscriptionId}/providers/Microsoft.Network/networkInterfaces?${NETWORK}`;
    return this.#list('Microsoft.Network/networkInterfaces/read', path, context, toNic);
  }

  async nic(id: string, context: CallContext) {
    const ofScaleSet = /\/providers\/Microsoft\.Compute\//i.test(id);
    const operation = ofScaleSet
      ? 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/networkInterfaces/read'
      : 'Microsoft.Network/networkInterfaces/read';
    return toNic(await this.#get(operation, `${id}?${ofScaleSet ? SCALE_SET_NICS : NETWORK}`, context));
  }

  async effectiveRoutes(nicId: string, context: CallContext) {
    const operation = 'Microsoft.Network/networkInterfaces/effectiveRouteTable/action';
    const body = await this.#ask(operation, `${nicId}/effectiveRouteTable?${NETWORK}`, context);
    return listAt(body, 'value').map(toEffectiveRoute);
  }

  async effectiveNsgs(nicId: string, context: CallContext) {
    const operation = 'Microsoft.Network/networkInterfaces/effectiveNetworkSecurityGroups/action';
    const body = await this.#ask(operation, `${nicId}/effectiveNetworkSecurityGroups?${NETWORK}`, context);
    return listAt(body, 'value').map(toEffectiveNsg);
  }

  async adminRules(vnetId: string, context: CallContext) {
    const name = 'listNetworkManagerEffectiveSecurityAdminRules';
    const operation = `Microsoft.Network/virtualNetworks/${name}/action`;
    const rules: model.AdminRule[] = [];
    let skipToken: string | undefined;
    do {
      const asked = skipToken === undefined ? {} : { skipToken };
      const body = await this.#ask(operation, `${vnetId}/${name}?${NETWORK}`, context, asked);
      rules.push(...listAt(body, 'value').flatMap(toAdminRule));
      const next = textAt(body, 'skipToken');
      skipToken = next === skipToken ? undefined : next;
    } while (skipToken !== undefined);
    return rules.sort((a, b) => a.priority - b.priority);
  }

  async roleDefinition(subscriptionId: string, guid: string, context: CallContext) {
    const path = `/subscriptions/${subscriptionId}/${ROLE_DEFINITIONS}/${guid}?${AUTHORIZATION}`;
    const answer = await this.#maybe('Microsoft.Authorization/roleDefinitions/read', path, context);
    return answer && toRoleDefinition(answer.body);
  }

  roleDefinitions(subscriptionId: string, { roleName }: RoleDefinitionFilter, context: CallContext) {
    const filter = `$filter=${encodeURIComponent(`roleName eq '${quoted(roleName)}'`)}`;
    const path = `/subscriptions/${subscriptionId}/${ROLE_DEFINITIONS}?${filter}&${AUTHORIZATION}`;
    return this.#list('Microsoft.Authorization/roleDefinitions/read', path, context, toRoleDefinition);
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
    await this.#client.call({ operation, method: 'PUT', path, body: { properties } }, context);
  }

  async deleteRoleDefinition(subscriptionId: string, guid: string, context: CallContext) {
    const path = `/subscriptions/${subscriptionId}/${ROLE_DEFINITIONS}/${guid}?${AUTHORIZATION}`;
    await this.#delete('Microsoft.Authorization/roleDefinitions/delete', path, context);
  }

  async roleAssignments(scope: string, principalId: string, context: CallContext) {
    // Together with atScope() this filter is refused, so the list also holds what lies below the scope.
    const filter = `$filter=${encodeURIComponent(`principalId eq '${principalId}'`)}`;
    const path = `${scope}/${ROLE_ASSIGNMENTS}?${filter}&${AUTHORIZATION}`;
    const operation = 'Microsoft.Authorization/roleAssignments/read';
    let now = new Date();
    const call = { operation, method: 'GET', path } as const;
    const all = await allPages(this.#client, call, context, (entry, { headers }) => {
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
    await this.#client.call({ operation, method: 'PUT', path, body: { properties } }, context);
  }

  async deleteRoleAssignment(id: string, context: CallContext) {
    await this.#delete('Microsoft.Authorization/roleAssignments/delete', `${id}?${AUTHORIZATION}`, context);
  }

  permissions(scope: string, context: CallContext) {
    const path = `${scope}/providers/Microsoft.Authorization/permissions?${AUTHORIZATION}`;
    return this.#list('Microsoft.Authorization/permissions/read', path, context, toRolePermission);
  }

  async registration(subscriptionId: string, namespace: string, context: CallContext) {
    const path = `/subscriptions/${subscriptionId}/providers/${namespace}?${RESOURCES}`;
    const body = await this.#get('Microsoft.Resources/subscriptions/providers/read', path, context);
    return textAt(body, 'registrationState') ?? 'unknown';
  }

  async register(subscriptionId: string, namespace: string, context: CallContext) {
    const path = `/subscriptions/${subscriptionId}/providers/${namespace}/register?${RESOURCES}`;
    const operation = `${namespace}/register/action`;
    await this.#client.call({ operation, method: 'POST', path, repeatable: true }, context);
  }

  locks(scope: string, context: CallContext) {
    const path = `${scope}/providers/Microsoft.Authorization/locks?$filter=atScope()&${LOCKS}`;
    return this.#list('Microsoft.Authorization/locks/read', path, context, toLock);
  }

  subscriptionTenant(subscriptionId: string, context: CallContext) {
    const path = `/subscriptions/${subscriptionId}?${RESOURCES}`;
    return askSubscriptionTenant(this.#client, path, context);
  }

  async #get(operation: string, path: string, context: CallContext): Promise<unknown> {
    return (await this.#client.call({ operation, method: 'GET', path }, context)).body;
  }

  async #maybe(operation: string, path: string, context: CallContext): Promise<RestAnswer | undefined> {
    const answer = await this.#client.call({ operation, method: 'GET', path, alsoFine: [404] }, context);
    return answer.status === 404 ? undefined : answer;
  }

  #list<T>(operation: string, path: string, context: CallContext, read: (entry: unknown) => T): Promise<T[]> {
    return allPages(this.#client, { operation, method: 'GET', path }, context, read);
  }

  /** An action that only reads, and takes its time. */
  async #ask(operation: string, path: string, context: CallContext, body?: unknown): Promise<unknown> {
    const call: RestCall = { operation, method: 'POST', path, body, repeatable: true };
    return (await callToTheEnd(this.#client, call, context)).body;
  }

  async #delete(
    operation: string,
    path: string,
    context: CallContext,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const call: RestCall = { operation, method: 'DELETE', path, headers, alsoFine: [404] };
    await callToTheEnd(this.#client, call, context);
  }
}

/** ARM takes up to three tokens here and refuses the call when one of them is not valid. */
function auxiliaryHeader(token: string | undefined): Readonly<Record<string, string>> {
  return token === undefined ? {} : { 'x-ms-authorization-auxiliary': `Bearer ${token}` };
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
