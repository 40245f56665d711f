import { expect } from 'vitest';
import type { Sandbox } from '../../../../../src/sandbox/index.js';
import { type Answered, graphOf, type JsonObject, newApp, tokenFor } from '../../helpers/directory.js';

const ARM_SCOPE = 'https://management.azure.com/.default';
export const NETWORK_CONTRIBUTOR = '4d97b98b-1d4f-4787-a291-c67834d212e7';

/** A call of ARM: method, path or URL, body, headers. The version of the API is added where none is given. */
export type Arm = (
  method: string,
  path: string,
  body?: object,
  headers?: Record<string, string>,
) => Promise<Answered>;

/** ARM for the bearer of a token; null for nobody. */
export function armWith(sandbox: Sandbox, token: string | null): Arm {
  return async (method, path, body, headers = {}) => {
    const url = path.startsWith('http') ? path : `${sandbox.endpoints.arm}${path}`;
    const versioned = url.includes('api-version')
      ? url
      : `${url}${url.includes('?') ? '&' : '?'}api-version=2025-05-01`;
    const authorization = token === null ? {} : { authorization: `Bearer ${token}` };
    const response = await fetch(versioned, {
      method,
      headers: { ...authorization, 'content-type': 'application/json', ...headers },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? {} : JSON.parse(text),
    };
  };
}

/** ARM for the customer's administrator. */
export async function armOf(sandbox: Sandbox): Promise<Arm> {
  return armWith(sandbox, await tokenFor(sandbox, { scope: ARM_SCOPE }));
}

/** A token for ARM of an application with a secret, in whichever directory. */
export function appToken(
  sandbox: Sandbox,
  { appId, secret }: { appId: string; secret: string },
  tenant = sandbox.azure.defaultTenantId,
): Promise<string> {
  return tokenFor(sandbox, { client_id: appId, client_secret: secret, scope: ARM_SCOPE }, tenant);
}

/** The customer's resource group and the ids in it. Operations take no time. */
export async function customerGroup(sandbox: Sandbox, location = 'eastus') {
  sandbox.azure.operations({ ms: 0 });
  const arm = await armOf(sandbox);
  const group = `/subscriptions/${sandbox.azure.defaultSubscriptionId}/resourceGroups/rg`;
  expect((await arm('PUT', group, { location })).status).toBe(201);
  const network = `${group}/providers/Microsoft.Network`;
  const vnetId = (name: string) => `${network}/virtualNetworks/${name}`;
  const addVnet = async (name: string, ...addressPrefixes: string[]) => {
    const properties = { addressSpace: { addressPrefixes } };
    const { status, body } = await arm('PUT', vnetId(name), { location, properties });
    expect(status, JSON.stringify(body)).toBe(201);
    return vnetId(name);
  };
  return { arm, group, network, vnetId, addVnet };
}

/** A body that asks for a peering. */
export function peeringTo(remoteVnetId: string, more: JsonObject = {}): object {
  return {
    properties: { remoteVirtualNetwork: { id: remoteVnetId }, allowVirtualNetworkAccess: true, ...more },
  };
}

/** Gives a principal a role at a scope. */
export async function assign(
  arm: Arm,
  scope: string,
  principalId: string,
  roleId: string,
): Promise<Answered> {
  const guid = crypto.randomUUID();
  return arm('PUT', `${scope}/providers/Microsoft.Authorization/roleAssignments/${guid}`, {
    properties: { principalId, principalType: 'ServicePrincipal', roleDefinitionId: roleId },
  });
}

/** The id of a role in the subscription that a scope lies in. */
export function roleIn(scope: string, guid: string): string {
  const subscription = /^\/subscriptions\/[^/]+/.exec(scope)?.[0] ?? '';
  return `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${guid}`;
}

/** A new application of the customer's with a secret. */
export async function customerApp(sandbox: Sandbox, name?: string) {
  return newApp(await graphOf(sandbox), name);
}

/** `400 Code: message` of a refusal. */
export function refusal({ status, body }: Answered): string {
  const error = Object(body.error);
  return `${status} ${error.code}: ${error.message}`;
}

/** `400 Code`. */
export function code({ status, body }: Answered): string {
  return `${status} ${Object(body.error).code}`;
}

/** The `properties` of an answered resource. */
export function properties({ body }: Answered): JsonObject {
  return Object(body.properties);
}
