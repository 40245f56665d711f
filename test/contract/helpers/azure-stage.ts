import type { TokenCredential } from '@azure/identity';
import { Agent, fetch as fetchWith } from 'undici';
import type { Sandbox } from '../../../src/sandbox/index.js';
import type { AzureClients, Identity } from './azure-clients.js';

export const NETWORK_CONTRIBUTOR = '4d97b98b-1d4f-4787-a291-c67834d212e7';
const VENDOR_TENANT = '3f7cbd78-1650-4b7d-b28f-8ee05eac10a4';
const VENDOR_SUBSCRIPTION = '99998888-7777-4666-8555-444433332222';

/** One side of a peering between two directories. */
export interface TenantSide {
  readonly tenantId: string;
  readonly subscriptionId: string;
  readonly vnetId: string;
  readonly prefix: string;
  /** May do everything on this side. */
  readonly admin: TokenCredential;
  /** The shared application, signed in to this side: it has Network Contributor on the VNet. */
  readonly appCredential: TokenCredential;
}

/** Two directories with a VNet each, and a multi-tenant application that may peer them. */
export interface CrossTenantStage {
  readonly customer: TenantSide;
  readonly vendor: TenantSide;
  /** The customer's resource group. */
  readonly groupId: string;
  roleId(subscriptionId: string, guid: string): string;
  /** An application of the customer's directory with a service principal and a secret. */
  newApplication(
    displayName: string,
  ): Promise<Identity & { readonly objectId: string; readonly appId: string }>;
}

/** Builds the stage by the official clients, and by Graph, which has none here. */
export async function crossTenantStage(sandbox: Sandbox, clients: AzureClients): Promise<CrossTenantStage> {
  const { azure } = sandbox;
  azure.subscription(VENDOR_SUBSCRIPTION, { tenantId: VENDOR_TENANT });
  const customerGraph = graphOf(sandbox, clients.credential(azure.defaultTenantId, azure.identity));
  const vendorAdmin = clients.credential(VENDOR_TENANT, azure.administrator(VENDOR_TENANT));
  const newApplication = async (displayName: string) => {
    const { id, appId } = await customerGraph('/applications', {
      displayName,
      signInAudience: 'AzureADMultipleOrgs',
    });
    const principal = await customerGraph('/servicePrincipals', { appId });
    const { secretText } = await customerGraph(`/applications/${id}/addPassword`, { passwordCredential: {} });
    return { appId, clientId: appId, clientSecret: secretText, objectId: principal.id };
  };
  const app = await newApplication('peering');
  const foreign = await graphOf(sandbox, vendorAdmin)('/servicePrincipals', { appId: app.appId });
  const side = async (
    tenantId: string,
    subscriptionId: string,
    prefix: string,
    admin: TokenCredential,
    objectId: string,
  ): Promise<TenantSide> => {
    const vnetId = await newVnet(sandbox, clients, admin, { subscriptionId, prefix });
    const { roleAssignments } = clients.authorization(admin, subscriptionId);
    await roleAssignments.create(vnetId, crypto.randomUUID(), {
      principalId: objectId,
      principalType: 'ServicePrincipal',
      roleDefinitionId: roleId(subscriptionId, NETWORK_CONTRIBUTOR),
    });
    const appCredential = clients.credential(tenantId, app);
    return { tenantId, subscriptionId, vnetId, prefix, admin, appCredential };
  };
  const { defaultTenantId, defaultSubscriptionId, identity } = azure;
  const customerAdmin = clients.credential(defaultTenantId, identity);
  return {
    customer: await side(defaultTenantId, defaultSubscriptionId, '10.0.0.0/16', customerAdmin, app.objectId),
    vendor: await side(VENDOR_TENANT, VENDOR_SUBSCRIPTION, '192.168.0.0/24', vendorAdmin, foreign.id),
    groupId: `/subscriptions/${defaultSubscriptionId}/resourceGroups/rg`,
    roleId,
    newApplication,
  };
}

async function newVnet(
  sandbox: Sandbox,
  clients: AzureClients,
  admin: TokenCredential,
  { subscriptionId, prefix }: { subscriptionId: string; prefix: string },
): Promise<string> {
  const location = 'eastus';
  await send(
    sandbox,
    admin,
    'PUT',
    `${sandbox.endpoints.arm}/subscriptions/${subscriptionId}/resourceGroups/rg?api-version=2022-12-01`,
    { location },
  );
  const { virtualNetworks } = clients.network(admin, subscriptionId);
  const vnet = await virtualNetworks.beginCreateOrUpdateAndWait('rg', 'vnet', {
    location,
    addressSpace: { addressPrefixes: [prefix] },
    subnets: [{ name: 'default', addressPrefix: prefix.replace('/16', '/24') }],
  });
  return vnet.id ?? '';
}

function roleId(subscriptionId: string, guid: string): string {
  return `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${guid}`;
}

function graphOf(sandbox: Sandbox, credential: TokenCredential) {
  return (path: string, body: object) =>
    send(sandbox, credential, 'POST', `${sandbox.endpoints.graph}/v1.0${path}`, body);
}

/** A request with the bearer's token; the answer's fields that are texts. */
async function send(
  sandbox: Sandbox,
  credential: TokenCredential,
  method: string,
  url: string,
  body: object,
): Promise<Record<'id' | 'appId' | 'secretText', string>> {
  const token = await credential.getToken(`${new URL(url).origin}/.default`);
  const dispatcher = new Agent({ connect: { ca: sandbox.ca ?? '' } });
  const headers = { authorization: `Bearer ${token?.token}`, 'content-type': 'application/json' };
  const response = await fetchWith(url, { method, headers, body: JSON.stringify(body), dispatcher });
  const answer: unknown = await response.json();
  await dispatcher.close();
  const text = (name: string) => String(Object(answer)[name]);
  return { id: text('id'), appId: text('appId'), secretText: text('secretText') };
}
