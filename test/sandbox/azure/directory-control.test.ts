import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { planeOf } from '../../../src/sandbox/azure/azure-routes.js';
import type { Sandbox } from '../../../src/sandbox/index.js';
import {
  graphOf,
  graphWith,
  newApp,
  refusal,
  startAzure,
  tokenFor,
  VENDOR_APP,
  VENDOR_TENANT,
} from './helpers/directory.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startAzure();
});
afterEach(() => sandbox.close());

async function post(path: string, body: object): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await fetch(`${sandbox.url}/_sandbox/azure/${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}

test('the environment leads to the administrator', () => {
  const { identity, defaultTenantId, defaultSubscriptionId } = sandbox.azure;
  const { entra, arm, graph } = sandbox.endpoints;
  expect(sandbox.env).toMatchObject({
    AZURE_AUTHORITY_HOST: entra,
    DFCLOUD_ARM_ENDPOINT: arm,
    DFCLOUD_GRAPH_ENDPOINT: graph,
    AZURE_TENANT_ID: defaultTenantId,
    AZURE_SUBSCRIPTION_ID: defaultSubscriptionId,
    AZURE_CLIENT_ID: identity.clientId,
    AZURE_CLIENT_SECRET: identity.clientSecret,
  });
});

test('a world shows both directories and no secret', async () => {
  const app = await newApp(await graphOf(sandbox));
  const { tenants, subscriptions } = sandbox.world().azure;
  expect(tenants.map(({ id }) => id)).toEqual([VENDOR_TENANT, sandbox.azure.defaultTenantId]);
  expect(tenants[0]?.applications).toMatchObject([
    { appId: VENDOR_APP, signInAudience: 'AzureADMultipleOrgs' },
  ]);
  expect(tenants[1]?.applications).toMatchObject([
    { displayName: 'sandbox-admin' },
    { id: app.id, passwordCredentials: [{ keyId: app.keyId }] },
  ]);
  expect(subscriptions).toEqual([
    { id: sandbox.azure.defaultSubscriptionId, tenantId: sandbox.azure.defaultTenantId },
  ]);
  const text = JSON.stringify(sandbox.world());
  expect(text).not.toContain(app.secret);
  expect(text).not.toContain(sandbox.azure.identity.clientSecret);
});

test('equal seeds give equal worlds, whenever they came about', async () => {
  const other = await startAzure();
  await other.clock.advance(5000);
  for (const one of [sandbox, other]) await newApp(await graphOf(one));
  expect(JSON.stringify(other.world().azure)).toBe(JSON.stringify(sandbox.world().azure));
  await other.close();
});

test('permissions and knobs are set over HTTP', async () => {
  const graph = await graphOf(sandbox);
  const { clientId } = sandbox.azure.identity;
  expect((await post('permissions', { clientId, permissions: { arm: [], graph: [] } })).status).toBe(200);
  expect(refusal(await graph('GET', '/applications'))).toMatch(/^403/);
  expect((await post('permissions', { clientId, permissions: null })).status).toBe(200);
  expect((await graph('GET', '/applications')).status).toBe(200);
  expect((await post('consistency', { throttleEvery: 1 })).status).toBe(200);
  expect((await graph('GET', '/applications')).status).toBe(429);
});

test('the vendor can be played by its own administrator', async () => {
  const app = await newApp(await graphOf(sandbox));
  const { body } = await post('administrators', { tenantId: VENDOR_TENANT });
  const credential = { client_id: String(body.clientId), client_secret: String(body.clientSecret) };
  const vendor = graphWith(sandbox, await tokenFor(sandbox, credential, VENDOR_TENANT));
  expect((await vendor('POST', '/servicePrincipals', { appId: app.appId })).status).toBe(201);
  const token = await tokenFor(sandbox, { client_id: app.appId, client_secret: app.secret }, VENDOR_TENANT);
  expect(token).toBeTruthy();
  expect(sandbox.azure.administrator(VENDOR_TENANT)).toEqual(body);
});

test('a subscription keeps its directory', async () => {
  const id = 'aaaa1111-2222-4333-8444-555566667777';
  const tenantId = 'bbbb1111-2222-4333-8444-555566667777';
  expect((await post('subscriptions', { id, tenantId })).body).toEqual({ id, tenantId });
  expect(sandbox.azure.subscription(id)).toEqual({ id, tenantId });
  const moved = await post('subscriptions', { id, tenantId: VENDOR_TENANT });
  expect(moved).toMatchObject({ status: 400, body: { error: expect.stringContaining(tenantId) } });
});

test.each([
  ['subscriptions', { id: 'mine' }],
  ['administrators', { tenantId: 'contoso' }],
  ['administrators', {}],
  ['permissions', { clientId: 'me', permissions: null }],
  ['permissions', { clientId: VENDOR_APP }],
  ['permissions', { clientId: VENDOR_APP, permissions: { arm: '*', graph: [] } }],
  ['consistency', { graphmS: 1 }],
  ['consistency', { graphMs: -1 }],
])('POST %s %j is refused with a way out', async (path, body) => {
  const answer = await post(path, body);
  expect(answer).toMatchObject({ status: 400, body: { error: expect.any(String), fix: expect.any(String) } });
});

describe('a request goes', () => {
  const at = (path: string, host = '127.0.0.1:1') =>
    planeOf({ path, header: (name) => (name === 'host' ? host : undefined) });

  test.each([
    ['/common/discovery/instance', 'entra'],
    ['/organizations/v2.0/.well-known/openid-configuration', 'entra'],
    ['/contoso.onmicrosoft.com/oauth2/v2.0/token', 'entra'],
    ['/v1.0/applications', 'graph'],
    ['/beta/applications', 'graph'],
    ['/subscriptions', 'arm'],
    ['/tenants', 'arm'],
    ['/metadata/endpoints', 'arm'],
  ])('by its path: %s to %s', (path, plane) => {
    expect(at(path)).toBe(plane);
  });

  test.each([
    ['graph.microsoft.com', 'graph'],
    ['LOGIN.microsoftonline.com:443', 'entra'],
    ['management.azure.com', 'arm'],
  ])('by its host: %s to %s', (host, plane) => {
    expect(at('/v1.0/applications', host)).toBe(plane);
  });
});
