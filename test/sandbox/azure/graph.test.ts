import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/index.js';
import {
  type Graph,
  graphOf,
  graphWith,
  newApp,
  refusal,
  startAzure,
  tokenFor,
  VENDOR_APP,
  VENDOR_TENANT,
  values,
} from './helpers/directory.js';

let sandbox: Sandbox;
let graph: Graph;
beforeEach(async () => {
  sandbox = await startAzure();
  graph = await graphOf(sandbox);
});
afterEach(() => sandbox.close());

const NOBODY = '99999999-0000-4000-8000-000000000000';
const multiTenant = { displayName: 'peering', signInAudience: 'AzureADMultipleOrgs' };
const upsert = { prefer: 'create-if-missing' };

describe('an application', () => {
  test('is made, read, changed and deleted', async () => {
    const created = await graph('POST', '/applications', multiTenant);
    expect(created.status).toBe(201);
    const { id, appId } = created.body;
    expect(created.headers.get('location')).toBe(
      `${sandbox.endpoints.graph}/v2/${sandbox.azure.defaultTenantId}/directoryObjects/${id}/Microsoft.DirectoryServices.Application`,
    );
    expect((await graph('PATCH', `/applications/${id}`, { displayName: 'other', notes: 'x' })).status).toBe(
      204,
    );
    expect((await graph('GET', `/applications/${id}`)).body).toMatchObject({
      id,
      appId,
      displayName: 'other',
      notes: 'x',
      signInAudience: 'AzureADMultipleOrgs',
    });
    expect((await graph('GET', `/applications(appId='${appId}')`)).body).toMatchObject({ id });
    expect((await graph('DELETE', `/applications/${id}`)).status).toBe(204);
    expect(refusal(await graph('GET', `/applications/${id}`))).toBe(
      `404 Request_ResourceNotFound: Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
    );
  });

  test('is for its own directory unless it says otherwise', async () => {
    const { body } = await graph('POST', '/applications', { displayName: 'a' });
    expect(body.signInAudience).toBe('AzureADMyOrg');
  });

  test('is not found by another kind of id', async () => {
    const app = await newApp(graph);
    expect((await graph('GET', `/applications/${app.appId}`)).status).toBe(404);
    expect((await graph('GET', `/applications/${app.objectId}`)).status).toBe(404);
    expect((await graph('POST', `/applications/${app.appId}/addPassword`, {})).status).toBe(404);
    expect((await graph('GET', `/servicePrincipals/${app.id}`)).status).toBe(404);
  });

  test.each<[object, string]>([
    [{}, "400 Request_BadRequest: A value is required for property 'displayName' of resource 'Application'."],
    [
      { displayName: 'a', signInAudience: 'Everybody' },
      "400 Request_BadRequest: Invalid value specified for property 'signInAudience' of resource 'Application'.",
    ],
    [{ displayName: 'a', colour: 'red' }, "400 Request_BadRequest: Invalid property 'colour'."],
    [
      { displayName: 'a', tags: 'red' },
      "400 Request_BadRequest: Invalid value specified for property 'tags' of resource 'Application'.",
    ],
    [
      { displayName: 'a', keyCredentials: [{ type: 'AsymmetricX509Cert', usage: 'Verify', key: 'AAAA' }] },
      "400 Request_BadRequest: Invalid value specified for property 'key' of resource 'KeyCredential'.",
    ],
    [
      { displayName: 'a', appId: NOBODY },
      "400 Request_BadRequest: Property 'appId' is read-only and cannot be set.",
    ],
  ])('made of %j is refused', async (body, expected) => {
    expect(refusal(await graph('POST', '/applications', body))).toBe(expected);
    expect(values(await graph('GET', '/applications'))).toHaveLength(1);
  });

  test('may have the name of another one', async () => {
    await graph('POST', '/applications', multiTenant);
    expect((await graph('POST', '/applications', multiTenant)).status).toBe(201);
  });
});

describe('an application with a key of its own', () => {
  const path = "/applications(uniqueName='dfcloud-0a1b')";

  test('is made once, however often it is asked for', async () => {
    const first = await graph('PATCH', path, multiTenant, upsert);
    expect(first).toMatchObject({ status: 201, body: { uniqueName: 'dfcloud-0a1b' } });
    const second = await graph('PATCH', path, { displayName: 'renamed' }, upsert);
    expect(second).toMatchObject({ status: 204, body: {} });
    expect((await graph('GET', path)).body).toMatchObject({ id: first.body.id, displayName: 'renamed' });
  });

  test('is not made without the header', async () => {
    expect(refusal(await graph('PATCH', path, multiTenant))).toMatch(/^404 Request_ResourceNotFound/);
  });

  test('is one, even while no list shows it', async () => {
    sandbox.azure.consistency({ graphMs: 60_000 });
    expect((await graph('PATCH', path, multiTenant, upsert)).status).toBe(201);
    expect((await graph('GET', path)).status).toBe(404);
    expect((await graph('PATCH', path, multiTenant, upsert)).status).toBe(204);
    expect(sandbox.world().azure.tenants[1]?.applications).toHaveLength(2);
  });

  test('is made anew while the old one lies deleted', async () => {
    const first = await graph('PATCH', path, multiTenant, upsert);
    await graph('DELETE', `/applications/${first.body.id}`);
    const second = await graph('PATCH', path, multiTenant, upsert);
    expect(second.status).toBe(201);
    expect(second.body.appId).not.toBe(first.body.appId);
    const restore = await graph('POST', `/directory/deletedItems/${first.body.id}/restore`);
    expect(refusal(restore)).toMatch(/^409 Request_MultipleObjectsWithSameKeyValue/);
  });

  test('keeps its key', async () => {
    const { body } = await graph('PATCH', path, multiTenant, upsert);
    const change = await graph('PATCH', `/applications/${body.id}`, { uniqueName: 'other' });
    expect(refusal(change)).toMatch(/^400 Request_BadRequest: Property 'uniqueName'/);
  });
});

describe('a secret', () => {
  test('is shown once, and to nobody after that', async () => {
    const { body: app } = await graph('POST', '/applications', multiTenant);
    const passwordCredential = {
      displayName: 'key1',
      startDateTime: '2026-01-01T00:00:00Z',
      endDateTime: '2026-01-01T00:10:00Z',
    };
    const added = await graph('POST', `/applications/${app.id}/addPassword`, { passwordCredential });
    expect(added).toMatchObject({ status: 200, body: { ...passwordCredential, customKeyIdentifier: null } });
    expect(added.headers.get('location')).toBe(sandbox.endpoints.graph);
    const secret = String(added.body.secretText);
    expect(secret.length).toBeGreaterThanOrEqual(16);
    const read = await graph('GET', `/applications/${app.id}`);
    expect(read.body.passwordCredentials).toEqual([
      {
        ...passwordCredential,
        customKeyIdentifier: null,
        hint: secret.slice(0, 3),
        keyId: added.body.keyId,
        secretText: null,
      },
    ]);
    expect(JSON.stringify(sandbox.world())).not.toContain(secret);
    expect(JSON.stringify(sandbox.requests())).not.toContain(secret);
  });

  test('is removed by its key only', async () => {
    const app = await newApp(graph);
    const path = `/applications/${app.id}/removePassword`;
    expect(refusal(await graph('POST', path, { keyId: NOBODY }))).toMatch(/^400 Request_BadRequest/);
    expect((await graph('POST', path, { keyId: app.keyId })).status).toBe(204);
    expect((await graph('GET', `/applications/${app.id}`)).body.passwordCredentials).toEqual([]);
  });

  test.each([
    { endDateTime: 'tomorrow' },
    { startDateTime: '2026-02-01T00:00:00Z', endDateTime: '2026-01-01T00:00:00Z' },
    { secretText: 'my own choice of a secret' },
  ])('with %j is refused', async (passwordCredential) => {
    const app = await newApp(graph);
    const path = `/applications/${app.id}/addPassword`;
    expect((await graph('POST', path, { passwordCredential })).status).toBe(400);
    expect((await graph('PATCH', `/applications/${app.id}`, { passwordCredentials: [{}] })).status).toBe(400);
  });
});

describe('a service principal', () => {
  test('of the vendor is added once, and names its owner', async () => {
    const created = await graph('POST', '/servicePrincipals', { appId: VENDOR_APP, accountEnabled: true });
    expect(created).toMatchObject({
      status: 201,
      body: {
        appId: VENDOR_APP,
        appOwnerOrganizationId: VENDOR_TENANT,
        servicePrincipalType: 'Application',
        servicePrincipalNames: [VENDOR_APP],
      },
    });
    const again = await graph('POST', '/servicePrincipals', { appId: VENDOR_APP });
    expect(refusal(again)).toBe(
      `409 Request_MultipleObjectsWithSameKeyValue: The service principal cannot be created, updated, or restored because the service principal name ${VENDOR_APP} is already in use.`,
    );
    const path = `/servicePrincipals(appId='${VENDOR_APP}')`;
    expect((await graph('PATCH', path, {}, upsert)).status).toBe(204);
    expect((await graph('GET', path)).body).toMatchObject({ id: created.body.id });
  });

  test('needs an application that anybody may use', async () => {
    const expected = (appId: string) =>
      `400 Request_BadRequest: The appId '${appId}' of the service principal does not reference a valid application object.`;
    const unknown = await graph('POST', '/servicePrincipals', { appId: NOBODY });
    expect(refusal(unknown)).toBe(expected(NOBODY));
    expect(unknown.body.error).toMatchObject({ details: [{ code: 'NoBackingApplicationObject' }] });
    const { tenantId } = sandbox.azure.subscription('aaaa1111-2222-4333-8444-555566667777', {
      tenantId: 'bbbb1111-2222-4333-8444-555566667777',
    });
    const { clientId, clientSecret } = sandbox.azure.administrator(tenantId);
    const credential = { client_id: clientId, client_secret: clientSecret };
    const foreign = graphWith(sandbox, await tokenFor(sandbox, credential, tenantId));
    const { body: own } = await graph('POST', '/applications', { displayName: 'own only' });
    const refused = await foreign('POST', '/servicePrincipals', { appId: own.appId });
    expect(refusal(refused)).toBe(expected(String(own.appId)));
    const { body: shared } = await graph('POST', '/applications', multiTenant);
    const added = await foreign('POST', '/servicePrincipals', { appId: shared.appId });
    expect(added.body).toMatchObject({ appOwnerOrganizationId: sandbox.azure.defaultTenantId });
  });

  test('goes with its application, and comes back by itself', async () => {
    const app = await newApp(graph);
    await graph('DELETE', `/applications/${app.id}`);
    const deleted = async (kind: string) =>
      values(await graph('GET', `/directory/deletedItems/microsoft.graph.${kind}`)).map(({ id }) => id);
    expect(await deleted('application')).toEqual([app.id]);
    expect(await deleted('servicePrincipal')).toEqual([app.objectId]);
    expect((await graph('POST', `/directory/deletedItems/${app.id}/restore`)).body).toMatchObject({
      '@odata.type': '#microsoft.graph.application',
      appId: app.appId,
      deletedDateTime: null,
    });
    expect((await graph('GET', `/applications/${app.id}`)).status).toBe(200);
    expect((await graph('GET', `/servicePrincipals/${app.objectId}`)).status).toBe(404);
    expect((await graph('DELETE', `/directory/deletedItems/${app.objectId}`)).status).toBe(204);
    expect(await deleted('servicePrincipal')).toEqual([]);
    expect((await graph('GET', `/directory/deletedItems/${app.objectId}`)).status).toBe(404);
  });
});

describe('a list', () => {
  const names = async (filter: string) =>
    values(await graph('GET', `/applications?$filter=${encodeURIComponent(filter)}`)).map(
      ({ displayName }) => displayName,
    );

  test('is filtered in the forms that clients use', async () => {
    for (const displayName of ['client-app', 'client-app-2', "o'brien"]) {
      await graph('POST', '/applications', { displayName });
    }
    const { body } = await graph('PATCH', "/applications(uniqueName='k1')", { displayName: 'keyed' }, upsert);
    expect(await names(`appId eq '${body.appId}'`)).toEqual(['keyed']);
    expect(await names("displayName eq 'CLIENT-APP'")).toEqual(['client-app']);
    expect(await names("startswith(displayName,'client-app')")).toEqual(['client-app', 'client-app-2']);
    expect(await names("displayName eq 'o''brien'")).toEqual(["o'brien"]);
    expect(await names("uniqueName eq 'k1'")).toEqual(['keyed']);
    expect(await names("displayName eq 'keyed' and uniqueName eq 'k1'")).toEqual(['keyed']);
    expect(await names("displayName eq 'keyed' or displayName eq 'client-app'")).toEqual([
      'client-app',
      'keyed',
    ]);
    expect(await names("displayName in ('keyed', 'client-app')")).toEqual(['client-app', 'keyed']);
    expect(await names("displayName eq 'nobody and nothing'")).toEqual([]);
  });

  test('finds service principals by their names', async () => {
    const app = await newApp(graph);
    const filter = encodeURIComponent(`servicePrincipalNames/any(c:c eq '${app.appId}')`);
    const found = await graph('GET', `/servicePrincipals?$filter=${filter}`);
    expect(values(found).map(({ id }) => id)).toEqual([app.objectId]);
  });

  test.each([
    "displayName ne 'a'",
    "endswith(displayName,'a')",
    "not(displayName eq 'a')",
    'displayName eq a',
    "colour eq 'red'",
  ])('filtered by %s is refused', async (filter) => {
    expect((await graph('GET', `/applications?$filter=${encodeURIComponent(filter)}`)).status).toBe(400);
  });

  test('comes in pages whose links lead on', async () => {
    for (let index = 1; index <= 4; index += 1) {
      await graph('POST', '/applications', { displayName: `app-${index}` });
    }
    const first = await graph('GET', '/applications?$top=2&$select=id,displayName');
    expect(Object.keys(values(first)[0] ?? {})).toEqual(['id', 'displayName']);
    const seen = [...values(first)];
    let next = first.body['@odata.nextLink'];
    while (typeof next === 'string') {
      expect(next).toContain(`${sandbox.endpoints.graph}/v1.0/applications?`);
      const page = await graph('GET', next.slice(`${sandbox.endpoints.graph}/v1.0`.length));
      seen.push(...values(page));
      next = page.body['@odata.nextLink'];
    }
    expect(seen.map(({ displayName }) => displayName)).toEqual([
      'sandbox-admin',
      'app-1',
      'app-2',
      'app-3',
      'app-4',
    ]);
  });

  test('holds one directory only', async () => {
    const vendor = sandbox.world().azure.tenants.find(({ id }) => id === VENDOR_TENANT);
    expect(vendor?.applications).toMatchObject([{ appId: VENDOR_APP }]);
    expect(values(await graph('GET', '/applications'))).toMatchObject([{ displayName: 'sandbox-admin' }]);
  });
});

describe('what is new takes its time', () => {
  test('by id first, in lists later', async () => {
    sandbox.azure.consistency({ graphMs: 1000, graphListMs: 3000 });
    const { body } = await graph('POST', '/applications', multiTenant);
    const byId = async () => (await graph('GET', `/applications/${body.id}`)).status;
    const listed = async () =>
      values(await graph('GET', `/applications?$filter=appId eq '${body.appId}'`)).length;
    expect([await byId(), await listed()]).toEqual([404, 0]);
    await sandbox.clock.advance(1000);
    expect([await byId(), await listed()]).toEqual([200, 0]);
    await sandbox.clock.advance(2000);
    expect([await byId(), await listed()]).toEqual([200, 1]);
  });

  test('in lists as late as by id, when nothing else is said', async () => {
    sandbox.azure.consistency({ graphMs: 1000 });
    await graph('POST', '/applications', multiTenant);
    const listed = async () => values(await graph('GET', '/applications')).length;
    expect(await listed()).toBe(1);
    await sandbox.clock.advance(1000);
    expect(await listed()).toBe(2);
  });

  test('a service principal has to wait for its application', async () => {
    sandbox.azure.consistency({ graphCalls: 1, graphListCalls: 1 });
    const { body } = await graph('POST', '/applications', multiTenant);
    const add = async () => refusal(await graph('POST', '/servicePrincipals', { appId: body.appId }));
    expect(await add()).toMatch(/^400 Request_BadRequest: The appId .* does not reference a valid/);
    expect(await add()).toBe(
      '403 Authorization_RequestDenied: When using this permission, the backing application of the service principal being created must in the local tenant',
    );
    expect((await graph('POST', '/servicePrincipals', { appId: body.appId })).status).toBe(201);
  });

  test('a fault hides one object', async () => {
    sandbox.faults.add({ on: 'graph.applications.create', fault: { kind: 'not-visible', ms: 500 } });
    const { body } = await graph('POST', '/applications', multiTenant);
    expect((await graph('GET', `/applications/${body.id}`)).status).toBe(404);
    await sandbox.clock.advance(500);
    expect((await graph('GET', `/applications/${body.id}`)).status).toBe(200);
  });
});

describe('permissions', () => {
  const setGraph = (...permissions: string[]) =>
    sandbox.azure.permissions(sandbox.azure.identity.clientId, { arm: [], graph: permissions });
  const DENIED = '403 Authorization_RequestDenied: Insufficient privileges to complete the operation.';

  test('to read are not permissions to write', async () => {
    setGraph('Application.Read.All');
    expect((await graph('GET', '/applications')).status).toBe(200);
    expect(refusal(await graph('POST', '/applications', multiTenant))).toBe(DENIED);
    setGraph();
    const denied = await graph('GET', '/applications');
    expect(refusal(denied)).toBe(DENIED);
    expect(denied.headers.get('content-type')).toBe('application/json');
    sandbox.azure.permissions(sandbox.azure.identity.clientId, null);
    expect((await graph('POST', '/applications', multiTenant)).status).toBe(201);
  });

  test('for what is owned leave alone what others own', async () => {
    const foreign = await newApp(graph, 'foreign');
    sandbox.azure.permissions(foreign.appId, { arm: [], graph: ['Application.ReadWrite.OwnedBy'] });
    const token = await tokenFor(sandbox, { client_id: foreign.appId, client_secret: foreign.secret });
    const limited = graphWith(sandbox, token);
    const own = await newApp(limited, 'own');
    expect((await limited('PATCH', `/applications/${own.id}`, { notes: 'mine' })).status).toBe(204);
    expect((await limited('GET', `/applications/${foreign.id}`)).status).toBe(200);
    expect(refusal(await limited('DELETE', `/applications/${foreign.id}`))).toBe(DENIED);
    expect(refusal(await limited('POST', `/applications/${foreign.id}/addPassword`, {}))).toBe(DENIED);
  });

  test('for what is owned do not add the vendor', async () => {
    setGraph('Application.ReadWrite.OwnedBy');
    expect(refusal(await graph('POST', '/servicePrincipals', { appId: VENDOR_APP }))).toMatch(
      /^403 Authorization_RequestDenied: When using this permission, the backing application/,
    );
    setGraph('Application.ReadWrite.All');
    expect((await graph('POST', '/servicePrincipals', { appId: VENDOR_APP })).status).toBe(201);
  });

  test('for what is owned do not add what others made', async () => {
    const owner = await newApp(graph, 'owner');
    const { body } = await graph('POST', '/applications', multiTenant);
    sandbox.azure.permissions(owner.appId, { arm: [], graph: ['Application.ReadWrite.OwnedBy'] });
    const token = await tokenFor(sandbox, { client_id: owner.appId, client_secret: owner.secret });
    const added = await graphWith(sandbox, token)('POST', '/servicePrincipals', { appId: body.appId });
    expect(refusal(added)).toBe(DENIED);
  });

  test('of an application are none at first', async () => {
    const app = await newApp(graph);
    const token = await tokenFor(sandbox, { client_id: app.appId, client_secret: app.secret });
    expect(refusal(await graphWith(sandbox, token)('GET', '/applications'))).toBe(DENIED);
  });
});

describe('a token', () => {
  test.each<[string, () => Promise<string>, string]>([
    ['nobody issued', async () => 'a.b.c', 'CompactToken parsing failed with error code: 80049217'],
    [
      'for ARM',
      () => tokenFor(sandbox, { scope: 'https://management.azure.com/.default' }),
      'Access token validation failure. Invalid audience.',
    ],
    [
      'that has run out',
      async () => {
        const token = await tokenFor(sandbox);
        await sandbox.clock.advance(3_600_000);
        return token;
      },
      'Lifetime validation failed, the token is expired.',
    ],
  ])('%s is refused', async (_what, token, message) => {
    const answer = await graphWith(sandbox, await token())('GET', '/applications');
    expect(refusal(answer)).toBe(`401 InvalidAuthenticationToken: ${message}`);
  });

  test('must be there', async () => {
    const answer = await fetch(`${sandbox.endpoints.graph}/v1.0/applications`);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({
      error: {
        code: 'InvalidAuthenticationToken',
        innerError: {
          date: '2026-01-01T00:00:00',
          'request-id': expect.any(String),
          'client-request-id': expect.any(String),
        },
      },
    });
  });
});

test('ids are turned into objects of whatever kind', async () => {
  const app = await newApp(graph);
  const ids = [app.objectId, app.id, NOBODY];
  const types = ['user', 'group', 'servicePrincipal', 'directoryObjectPartnerReference'];
  const found = await graph('POST', '/directoryObjects/getByIds', { ids, types });
  expect(values(found)).toMatchObject([
    { '@odata.type': '#microsoft.graph.servicePrincipal', id: app.objectId },
  ]);
  expect(values(await graph('POST', '/directoryObjects/getByIds', { ids }))).toHaveLength(2);
});

test('faults and throttling speak in the words of Graph', async () => {
  sandbox.faults.add({ on: 'graph.*', times: 1, fault: { kind: 'rate-limit', retryAfterSeconds: 7 } });
  const limited = await graph('GET', '/applications');
  expect(limited.headers.get('retry-after')).toBe('7');
  expect(refusal(limited)).toBe('429 TooManyRequests: Too many requests.');
  sandbox.azure.consistency({ throttleEvery: 2 });
  expect((await graph('GET', '/applications')).status).toBe(200);
  expect((await graph('GET', '/applications')).status).toBe(429);
});

test('what does not exist in Graph is said to be missing', async () => {
  expect(refusal(await graph('GET', '/users'))).toBe(
    "400 BadRequest: Resource not found for the segment 'users'.",
  );
});
