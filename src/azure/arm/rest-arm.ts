import { listAt, textAt } from '../rest/json.js';
import { callToTheEnd } from '../rest/long-running.js';
import { RestClient, type RestConfig } from '../rest/rest-client.js';
import type { Arm, CallContext } from './arm.js';
import { ArmCalls } from './arm-calls.js';
import type * as model from './model.js';
import { RestRoles } from './rest-roles.js';
import { askSubscriptionTenant } from './subscription-tenant.js';
import { toEffectiveRoute, toLock, toNic, toPeering, toRouteTable, toVnet } from './translate.js';
import { fromRule, toAdminRule, toEffectiveNsg, toNsg } from './translate-rules.js';

/** What Azure's own clients send by default. All fields that are read exist since 2021-03-01. */
const NETWORK = 'api-version=2025-05-01';
/** Interfaces of scale sets are served by an older version only (Microsoft.Compute's own address space). */
const SCALE_SET_NICS = 'api-version=2018-10-01';
const LOCKS = 'api-version=2020-05-01';
const RESOURCES = 'api-version=2022-12-01';

type Auxiliary = CallContext & { readonly auxiliaryToken?: string | undefined };

/** Azure Resource Manager by its REST API, as one identity. */
export class RestArm extends RestRoles implements Arm {
  constructor(config: Omit<RestConfig, 'requestIdHeader'>) {
    super(new ArmCalls(new RestClient({ ...config, requestIdHeader: 'x-ms-client-request-id' })));
  }

  get endpoint(): string {
    return this.calls.client.endpoint;
  }

  async vnet(id: string, context: CallContext) {
    return toVnet(
      await this.calls.get('Microsoft.Network/virtualNetworks/read', `${id}?${NETWORK}`, context),
    );
  }

  async peering(id: string, context: CallContext) {
    const operation = 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings/read';
    const answer = await this.calls.maybe(operation, `${id}?${NETWORK}`, context);
    return answer && toPeering(answer.body);
  }

  async putPeering(id: string, peering: model.NewPeering, { auxiliaryToken, ...context }: Auxiliary) {
    const path = `${id}?syncRemoteAddressSpace=true&${NETWORK}`;
    const operation = 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings/write';
    const { remoteVnetId, allowForwardedTraffic, allowGatewayTransit, useRemoteGateways } = peering;
    const properties = {
      remoteVirtualNetwork: { id: remoteVnetId },
      // Never left out: a peering without it says connected and lets nothing through.
      allowVirtualNetworkAccess: true,
      allowForwardedTraffic,
      allowGatewayTransit,
      useRemoteGateways,
    };
    const headers = auxiliaryHeader(auxiliaryToken);
    await callToTheEnd(
      this.calls.client,
      { operation, method: 'PUT', path, body: { properties }, headers },
      context,
    );
    const read = 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings/read';
    return toPeering(await this.calls.get(read, `${id}?${NETWORK}`, context));
  }

  async deletePeering(id: string, { auxiliaryToken, ...context }: Auxiliary) {
    const operation = 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings/delete';
    await this.calls.delete(operation, `${id}?${NETWORK}`, context, auxiliaryHeader(auxiliaryToken));
  }

  async nsg(id: string, context: CallContext) {
    return toNsg(
      await this.calls.get('Microsoft.Network/networkSecurityGroups/read', `${id}?${NETWORK}`, context),
    );
  }

  async putSecurityRule(nsgId: string, rule: model.SecurityRule, context: CallContext) {
    const operation = 'Microsoft.Network/networkSecurityGroups/securityRules/write';
    const path = `${nsgId}/securityRules/${encodeURIComponent(rule.name)}?${NETWORK}`;
    await callToTheEnd(this.calls.client, { operation, method: 'PUT', path, body: fromRule(rule) }, context);
  }

  async deleteSecurityRule(nsgId: string, name: string, context: CallContext) {
    const operation = 'Microsoft.Network/networkSecurityGroups/securityRules/delete';
    const path = `${nsgId}/securityRules/${encodeURIComponent(name)}?${NETWORK}`;
    await this.calls.delete(operation, path, context);
  }

  async routeTable(id: string, context: CallContext) {
    return toRouteTable(
      await this.calls.get('Microsoft.Network/routeTables/read', `${id}?${NETWORK}`, context),
    );
  }

  nics(subscriptionId: string, context: CallContext) {
    const path = `/subscriptions/${subscriptionId}/providers/Microsoft.Network/networkInterfaces?${NETWORK}`;
    return this.calls.list('Microsoft.Network/networkInterfaces/read', path, context, toNic);
  }

  async nic(id: string, context: CallContext) {
    const ofScaleSet = /\/providers\/Microsoft\.Compute\//i.test(id);
    const operation = ofScaleSet
      ? 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/networkInterfaces/read'
      : 'Microsoft.Network/networkInterfaces/read';
    return toNic(await this.calls.get(operation, `${id}?${ofScaleSet ? SCALE_SET_NICS : NETWORK}`, context));
  }

  async effectiveRoutes(nicId: string, context: CallContext) {
    const operation = 'Microsoft.Network/networkInterfaces/effectiveRouteTable/action';
    const body = await this.calls.ask(operation, `${nicId}/effectiveRouteTable?${NETWORK}`, context);
    return listAt(body, 'value').map(toEffectiveRoute);
  }

  async effectiveNsgs(nicId: string, context: CallContext) {
    const operation = 'Microsoft.Network/networkInterfaces/effectiveNetworkSecurityGroups/action';
    const body = await this.calls.ask(
      operation,
      `${nicId}/effectiveNetworkSecurityGroups?${NETWORK}`,
      context,
    );
    return listAt(body, 'value').map(toEffectiveNsg);
  }

  async adminRules(vnetId: string, context: CallContext) {
    const name = 'listNetworkManagerEffectiveSecurityAdminRules';
    const operation = `Microsoft.Network/virtualNetworks/${name}/action`;
    const rules: model.AdminRule[] = [];
    let skipToken: string | undefined;
    do {
      const asked = skipToken === undefined ? {} : { skipToken };
      const body = await this.calls.ask(operation, `${vnetId}/${name}?${NETWORK}`, context, asked);
      rules.push(...listAt(body, 'value').flatMap(toAdminRule));
      const next = textAt(body, 'skipToken');
      skipToken = next === skipToken ? undefined : next;
    } while (skipToken !== undefined);
    return rules.sort((a, b) => a.priority - b.priority);
  }

  async registration(subscriptionId: string, namespace: string, context: CallContext) {
    const path = `/subscriptions/${subscriptionId}/providers/${namespace}?${RESOURCES}`;
    const body = await this.calls.get('Microsoft.Resources/subscriptions/providers/read', path, context);
    return textAt(body, 'registrationState') ?? 'unknown';
  }

  async register(subscriptionId: string, namespace: string, context: CallContext) {
    const path = `/subscriptions/${subscriptionId}/providers/${namespace}/register?${RESOURCES}`;
    const operation = `${namespace}/register/action`;
    await this.calls.client.call({ operation, method: 'POST', path, repeatable: true }, context);
  }

  locks(scope: string, context: CallContext) {
    const path = `${scope}/providers/Microsoft.Authorization/locks?$filter=atScope()&${LOCKS}`;
    return this.calls.list('Microsoft.Authorization/locks/read', path, context, toLock);
  }

  subscriptionTenant(subscriptionId: string, context: CallContext) {
    const path = `/subscriptions/${subscriptionId}?${RESOURCES}`;
    return askSubscriptionTenant(this.calls.client, path, context);
  }
}

/** ARM takes up to three tokens here and refuses the call when one of them is not valid. */
function auxiliaryHeader(token: string | undefined): Readonly<Record<string, string>> {
  return token === undefined ? {} : { 'x-ms-authorization-auxiliary': `Bearer ${token}` };
}
