import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/index.js';
import {
  aadsts,
  claimsOf,
  graphOf,
  newApp,
  secretForm,
  startAzure,
  tokenFor,
  tokenRequest,
  VENDOR_APP,
  VENDOR_TENANT,
} from './helpers/directory.js';

let sandbox: Sandbox;
let tenant: string;
beforeEach(async () => {
  sandbox = await startAzure();
  tenant = sandbox.azure.defaultTenantId;
});
afterEach(() => sandbox.close());

describe('a token for an application', () => {
  test('says who it is for and from where', async () => {
    const { status, body, headers } = await tokenRequest(sandbox, tenant, secretForm(sandbox));
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toContain('no-store');
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599 });
    expect(claimsOf(body.access_token)).toMatchObject({
      tid: tenant,
      oid: sandbox.azure.identity.objectId,
      appid: sandbox.azure.identity.clientId,
      aud: 'https://graph.microsoft.com',
      iss: `https://sts.windows.net/${tenant}/`,
      idtyp: 'app',
    });
  });

  test.each([
    ['https://management.azure.com/.default', 'https://management.azure.com'],
    ['https://management.core.windows.net//.default', 'https://management.core.windows.net'],
    ['https://graph.microsoft.com//.default', 'https://graph.microsoft.com'],
    ['https://127.0.0.1:18443/.default', 'https://127.0.0.1:18443'],
  ])('for %s has the audience %s', async (scope, audience) => {
    expect(claimsOf(await tokenFor(sandbox, { scope }))).toMatchObject({ aud: audience });
  });

  test('is found by the path alone, whatever the query', async () => {
    const path = 'oauth2/v2.0/token?client-request-id=6f9619ff-8b86-4d01-b42d-00cf4fc964ff';
    const { status } = await tokenRequest(sandbox, tenant, secretForm(sandbox), path);
    expect(status).toBe(200);
  });

  test('of a multi-tenant application exists in both directories', async () => {
    const app = await newApp(await graphOf(sandbox));
    const form = secretForm(sandbox, { client_id: app.appId, client_secret: app.secret });
    expect((await tokenRequest(sandbox, tenant, form)).status).toBe(200);
    expect(aadsts(await tokenRequest(sandbox, VENDOR_TENANT, form))).toBe('400 unauthorized_client 700016');
  });

  test('is not written to the log, nor is the secret', async () => {
    const token = await tokenFor(sandbox);
    const log = JSON.stringify(sandbox.requests());
    expect(log).not.toContain(token);
    expect(log).not.toContain(sandbox.azure.identity.clientSecret);
    expect(sandbox.requests()[0]).toMatchObject({
      operation: 'entra.token',
      body: { grant_type: 'client_credentials', client_secret: '***' },
      note: { auxiliaryToken: false },
    });
  });
});

test('assertions and codes are not written to the log', async () => {
  await tokenRequest(sandbox, tenant, secretForm(sandbox, { client_assertion: 'my-assertion' }));
  const grant = { grant_type: 'device_code', client_id: VENDOR_APP, device_code: 'my-code', code: 'my-code' };
  await tokenRequest(sandbox, tenant, grant);
  expect(JSON.stringify(sandbox.requests())).not.toMatch(/my-(assertion|code)/);
});

describe('Entra refuses', () => {
  const nobody = '99999999-0000-4000-8000-000000000000';

  test.each<[string, Record<string, string>, string]>([
    ['an unknown application', { client_id: nobody }, '400 unauthorized_client 700016'],
    ['a wrong secret', { client_secret: 'wrong' }, '401 invalid_client 7000215'],
    ['an unknown service', { scope: 'https://example.org/.default' }, '400 invalid_resource 500011'],
    ['a scope by name', { scope: 'https://graph.microsoft.com/User.Read' }, '400 invalid_scope 1002012'],
    ['an unknown grant', { grant_type: 'password' }, '400 unsupported_grant_type 70003'],
    ['a form without a scope', { scope: '' }, '400 invalid_request 900144'],
    ['a form without a client', { client_id: '' }, '400 invalid_request 900144'],
    ['a client assertion that is none', { client_assertion: 'x' }, '401 invalid_client 50027'],
  ])('%s', async (_what, more, expected) => {
    expect(aadsts(await tokenRequest(sandbox, tenant, secretForm(sandbox, more)))).toBe(expected);
  });

  test('a client without any credential', async () => {
    const { client_secret: _, ...form } = secretForm(sandbox);
    expect(aadsts(await tokenRequest(sandbox, tenant, form))).toBe('401 invalid_client 7000216');
  });

  test('a directory that does not exist', async () => {
    expect(aadsts(await tokenRequest(sandbox, nobody, secretForm(sandbox)))).toBe(
      '400 invalid_request 90002',
    );
    const discovery = await fetch(
      `${sandbox.endpoints.entra}/${nobody}/v2.0/.well-known/openid-configuration`,
    );
    expect(await discovery.json()).toMatchObject({ error: 'invalid_tenant', error_codes: [90002] });
  });

  test('an application without a directory', async () => {
    const answer = await tokenRequest(sandbox, 'organizations', secretForm(sandbox));
    expect(aadsts(answer)).toBe('400 invalid_request 50059');
  });

  test('with all that a report to Microsoft needs', async () => {
    const form = secretForm(sandbox, { client_secret: 'x', 'client-request-id': nobody });
    const { body } = await tokenRequest(sandbox, tenant, form);
    expect(body).toMatchObject({
      error_codes: [7000215],
      timestamp: '2026-01-01 00:00:00Z',
      correlation_id: nobody,
      error_uri: 'https://login.microsoftonline.com/error?code=7000215',
    });
    expect(body.error_description).toMatch(
      /^AADSTS7000215: Invalid client secret provided\..* Trace ID: \S+ Correlation ID: \S+ Timestamp: 2026-01-01 00:00:00Z$/,
    );
  });

  test('an application whose service principal is missing or disabled', async () => {
    const graph = await graphOf(sandbox);
    const app = await newApp(graph);
    const form = secretForm(sandbox, { client_id: app.appId, client_secret: app.secret });
    await graph('PATCH', `/servicePrincipals/${app.objectId}`, { accountEnabled: false });
    expect(aadsts(await tokenRequest(sandbox, tenant, form))).toBe('400 unauthorized_client 7000112');
    await graph('DELETE', `/servicePrincipals/${app.objectId}`);
    expect(aadsts(await tokenRequest(sandbox, tenant, form))).toBe('401 invalid_client 7000229');
    await graph('DELETE', `/applications/${app.id}`);
    expect(aadsts(await tokenRequest(sandbox, tenant, form))).toBe('400 unauthorized_client 700016');
  });

  test('a secret that has run out or was removed', async () => {
    const graph = await graphOf(sandbox);
    const app = await newApp(graph);
    const endDateTime = new Date(sandbox.clock.now() + 60_000).toISOString();
    const short = await graph('POST', `/applications/${app.id}/addPassword`, {
      passwordCredential: { displayName: 'short', endDateTime },
    });
    const form = secretForm(sandbox, { client_id: app.appId, client_secret: String(short.body.secretText) });
    expect((await tokenRequest(sandbox, tenant, form)).status).toBe(200);
    await sandbox.clock.advance(60_000);
    expect(aadsts(await tokenRequest(sandbox, tenant, form))).toBe('401 invalid_client 7000222');
    await graph('POST', `/applications/${app.id}/removePassword`, { keyId: short.body.keyId });
    expect(aadsts(await tokenRequest(sandbox, tenant, form))).toBe('401 invalid_client 7000215');
  });
});

describe('what is new takes its time', () => {
  test('a secret is refused until it has spread', async () => {
    sandbox.azure.consistency({ secretMs: 5000 });
    const app = await newApp(await graphOf(sandbox));
    const form = secretForm(sandbox, { client_id: app.appId, client_secret: app.secret });
    expect(aadsts(await tokenRequest(sandbox, tenant, form))).toBe('401 invalid_client 7000215');
    await sandbox.clock.advance(5000);
    expect((await tokenRequest(sandbox, tenant, form)).status).toBe(200);
  });

  test('application and service principal are unknown at first', async () => {
    sandbox.azure.consistency({ tokenCalls: 1 });
    const app = await newApp(await graphOf(sandbox));
    const form = secretForm(sandbox, { client_id: app.appId, client_secret: app.secret });
    expect(aadsts(await tokenRequest(sandbox, tenant, form))).toBe('400 unauthorized_client 700016');
    expect(aadsts(await tokenRequest(sandbox, tenant, form))).toBe('401 invalid_client 7000229');
    expect((await tokenRequest(sandbox, tenant, form)).status).toBe(200);
  });
});

describe('discovery', () => {
  test.each(['organizations', 'common'])('%s names itself and no directory', async (name) => {
    const { entra } = sandbox.endpoints;
    const answer = await fetch(`${entra}/${name}/v2.0/.well-known/openid-configuration`);
    expect(await answer.json()).toMatchObject({
      token_endpoint: `${entra}/${name}/oauth2/v2.0/token`,
      authorization_endpoint: `${entra}/${name}/oauth2/v2.0/authorize`,
      issuer: `${entra}/{tenantid}/v2.0`,
      jwks_uri: expect.any(String),
    });
  });

  test('a directory is found by its domain as well', async () => {
    const { entra } = sandbox.endpoints;
    const answer = await fetch(`${entra}/contoso.onmicrosoft.com/v2.0/.well-known/openid-configuration`);
    expect(await answer.json()).toMatchObject({ issuer: `${entra}/${tenant}/v2.0` });
  });

  test('an instance counts the host that was asked about', async () => {
    const { entra } = sandbox.endpoints;
    const query = new URLSearchParams({
      'api-version': '1.1',
      authorization_endpoint: `${entra}/${tenant}/oauth2/v2.0/authorize`,
    });
    const answer = await fetch(`${entra}/common/discovery/instance?${query}`);
    expect(await answer.json()).toMatchObject({
      tenant_discovery_endpoint: `${entra}/${tenant}/v2.0/.well-known/openid-configuration`,
      'api-version': '1.1',
      metadata: [{ preferred_network: 'login.microsoftonline.com' }, { aliases: [new URL(entra).host] }],
    });
  });
});

describe('a person', () => {
  const device = { grant_type: 'urn:ietf:params:oauth:grant-type:device_code' };
  const client = '04b07795-8ddb-461a-bbee-02f9e1bf7b46';
  const scope = 'https://management.core.windows.net//.default offline_access openid profile';

  async function code(): Promise<string> {
    const form = { client_id: client, scope };
    const { body } = await tokenRequest(sandbox, 'organizations', form, 'oauth2/v2.0/devicecode');
    expect(body).toMatchObject({ user_code: expect.any(String), interval: 5, expires_in: 900 });
    return String(body.device_code);
  }

  test('signs in by a code, and again by refresh token', async () => {
    const form = { ...device, client_id: client, device_code: await code(), scope };
    const signedIn = await tokenRequest(sandbox, 'organizations', form);
    expect(signedIn.body).toMatchObject({ token_type: 'Bearer', refresh_token: expect.any(String) });
    expect(claimsOf(signedIn.body.access_token)).toMatchObject({ tid: tenant, idtyp: 'user', appid: client });
    expect(claimsOf(signedIn.body.id_token)).toMatchObject({
      tid: tenant,
      preferred_username: 'admin@contoso.onmicrosoft.com',
    });
    const info = JSON.parse(Buffer.from(String(signedIn.body.client_info), 'base64url').toString());
    expect(info).toEqual({ uid: expect.any(String), utid: tenant });

    const refresh = {
      grant_type: 'refresh_token',
      client_id: client,
      refresh_token: String(signedIn.body.refresh_token),
      scope: 'https://graph.microsoft.com//.default',
    };
    const again = await tokenRequest(sandbox, tenant, refresh);
    expect(claimsOf(again.body.access_token)).toMatchObject({ aud: 'https://graph.microsoft.com' });
    expect(aadsts(await tokenRequest(sandbox, VENDOR_TENANT, refresh))).toBe('400 invalid_grant 50020');
  });

  test('takes a while to enter the code', async () => {
    sandbox.azure.consistency({ deviceCodeCalls: 1 });
    const form = { ...device, client_id: client, device_code: await code(), scope };
    expect(aadsts(await tokenRequest(sandbox, tenant, form))).toBe('400 authorization_pending 70016');
    expect((await tokenRequest(sandbox, tenant, form)).status).toBe(200);
    expect(aadsts(await tokenRequest(sandbox, tenant, form))).toBe('400 expired_token 70020');
  });

  test('is too late after a quarter of an hour', async () => {
    const form = { ...device, client_id: client, device_code: await code(), scope };
    await sandbox.clock.advance(900_000);
    expect(aadsts(await tokenRequest(sandbox, tenant, form))).toBe('400 expired_token 70020');
  });
});

test('faults speak in the words of Entra', async () => {
  sandbox.faults.add({ on: 'entra.token', times: 1, fault: { kind: 'rate-limit', retryAfterSeconds: 3 } });
  const limited = await tokenRequest(sandbox, tenant, secretForm(sandbox));
  expect(limited.headers.get('retry-after')).toBe('3');
  expect(aadsts(limited)).toBe('429 temporarily_unavailable 90055');
  sandbox.faults.add({ on: 'entra.*', times: 1, fault: { kind: 'status', status: 503 } });
  expect(aadsts(await tokenRequest(sandbox, tenant, secretForm(sandbox)))).toBe(
    '503 temporarily_unavailable 90033',
  );
});

test('the vendor signs in nowhere without a credential of its own', async () => {
  const form = secretForm(sandbox, { client_id: VENDOR_APP });
  expect(aadsts(await tokenRequest(sandbox, VENDOR_TENANT, form))).toBe('401 invalid_client 7000215');
});
