import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/index.js';
import {
  type CallOptions,
  call,
  done,
  failureOf,
  newNetwork,
  peeringBody,
  refusalOf,
  startGcp,
} from './helpers/gcp.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startGcp();
});
afterEach(() => sandbox.close());

const PROJECT = 'customer-project';
const NETWORKS = `projects/${PROJECT}/global/networks`;
const list = (options: CallOptions = {}) => call(sandbox, 'GET', NETWORKS, options);

describe('identity', () => {
  test('a request without a token is refused', async () => {
    const { status, body } = await list({ token: '' });
    expect(status).toBe(401);
    expect(body.error).toMatchObject({
      code: 401,
      status: 'UNAUTHENTICATED',
      errors: [{ reason: 'required', domain: 'global', location: 'Authorization', locationType: 'header' }],
      details: [{ reason: 'CREDENTIALS_MISSING' }],
    });
  });

  test('an unknown token is refused', async () => {
    const { status, body } = await list({ token: 'ya29.unknown' });
    expect(status).toBe(401);
    expect(body.error).toMatchObject({ status: 'UNAUTHENTICATED', errors: [{ reason: 'authError' }] });
  });

  test('a token can be ended', async () => {
    const { accessToken } = sandbox.gcp.project();
    expect((await list({ token: accessToken })).status).toBe(200);
    sandbox.gcp.expireTokens(PROJECT);
    expect((await list({ token: accessToken })).status).toBe(401);
    expect((await list()).status).toBe(200);
  });

  test('a token that a service account signed itself is taken', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const jwt = (exp: number) => {
      const claims = { iss: `robot@${PROJECT}.iam.gserviceaccount.com`, exp };
      return `${part({ alg: 'RS256' })}.${part(claims)}.c2lnbmF0dXJl`;
    };
    const nowS = sandbox.clock.now() / 1000;
    expect((await list({ token: jwt(nowS + 60) })).status).toBe(200);
    expect((await list({ token: jwt(nowS - 1) })).status).toBe(401);
  });
});

describe('permissions', () => {
  test('each method asks for its own', async () => {
    const app = await newNetwork(sandbox, PROJECT, 'app');
    sandbox.gcp.permissions(PROJECT, ['compute.networks.get']);
    expect((await call(sandbox, 'GET', app)).status).toBe(200);
    const refused = (method: string, path: string, body: object = {}) =>
      call(sandbox, method, path, method === 'GET' ? {} : { body }).then(refusalOf);
    const need = (permission: string, path = app) =>
      `403 forbidden: Required '${permission}' permission for '${path}'`;
    expect(await refused('GET', NETWORKS)).toBe(need('compute.networks.list', `projects/${PROJECT}`));
    expect(await refused('POST', NETWORKS, { name: 'app' })).toBe(need('compute.networks.create'));
    expect(await refused('PATCH', app)).toBe(need('compute.networks.update'));
    expect(await refused('DELETE', app)).toBe(need('compute.networks.delete'));
    for (const verb of [
      'addPeering',
      'removePeering',
      'requestRemovePeering',
      'cancelRequestRemovePeering',
    ]) {
      expect(await refused('POST', `${app}/${verb}`)).toBe(need(`compute.networks.${verb}`));
    }
    expect(await refused('PATCH', `${app}/updatePeering`)).toBe(need('compute.networks.updatePeering'));
    expect(await refused('GET', `${app}/listPeeringRoutes`)).toBe(need('compute.networks.listPeeringRoutes'));
    const operation = `projects/${PROJECT}/global/operations/x`;
    expect(await refused('POST', `${operation}/wait`)).toBe(need('compute.globalOperations.get', operation));
    sandbox.gcp.permissions(PROJECT, null);
    expect((await list()).status).toBe(200);
  });

  test('nobody may do anything in the project of others', async () => {
    const app = await newNetwork(sandbox, PROJECT, 'app');
    expect(refusalOf(await call(sandbox, 'GET', app, { as: 'other-project' }))).toBe(
      `403 forbidden: Required 'compute.networks.get' permission for '${app}'`,
    );
  });

  test('peering with the network of others needs none there', async () => {
    const app = await newNetwork(sandbox, PROJECT, 'app');
    const other = await newNetwork(sandbox, 'other-project', 'other');
    sandbox.gcp.permissions('other-project', []);
    const body = peeringBody('df', other);
    expect(failureOf(await done(sandbox, 'POST', `${app}/addPeering`, { body }))).toBe('');
  });

  test('anyone may ask what they may do', async () => {
    const path = `/v1/projects/${PROJECT}:testIamPermissions`;
    const permissions = ['compute.networks.get', 'compute.networks.addPeering'];
    expect((await call(sandbox, 'POST', path, { body: { permissions } })).body).toEqual({ permissions });
    sandbox.gcp.permissions(PROJECT, ['compute.networks.get']);
    expect((await call(sandbox, 'POST', path, { body: { permissions } })).body).toEqual({
      permissions: ['compute.networks.get'],
    });
    sandbox.gcp.permissions(PROJECT, []);
    expect((await call(sandbox, 'POST', path, { body: { permissions } })).body).toEqual({});
  });

  test('a project to be billed must be usable', async () => {
    const headers = { 'x-goog-user-project': PROJECT };
    expect((await list({ headers })).status).toBe(200);
    sandbox.gcp.permissions(PROJECT, ['compute.networks.list']);
    const { status, body } = await list({ headers });
    expect(status).toBe(403);
    expect(JSON.stringify(body)).toContain('USER_PROJECT_DENIED');
  });
});

test('an API that is switched off says how to switch it on', async () => {
  sandbox.gcp.service(PROJECT, 'compute.googleapis.com', false);
  const { status, body } = await list();
  expect(status).toBe(403);
  expect(body.error).toMatchObject({
    message: expect.stringContaining(`Compute Engine API has not been used in project ${PROJECT} before`),
    status: 'PERMISSION_DENIED',
    errors: [{ domain: 'usageLimits', reason: 'accessNotConfigured' }],
    details: [
      { '@type': 'type.googleapis.com/google.rpc.Help' },
      {
        '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
        reason: 'SERVICE_DISABLED',
        domain: 'googleapis.com',
        metadata: { service: 'compute.googleapis.com' },
      },
    ],
  });
  expect((await call(sandbox, 'GET', `/v1/projects/${PROJECT}`)).status).toBe(200);
  sandbox.gcp.service(PROJECT, 'compute.googleapis.com', true);
  expect((await list()).status).toBe(200);
});

test('an unknown project is refused', async () => {
  const path = 'projects/no-such-project/global/networks';
  expect(refusalOf(await call(sandbox, 'GET', path, { as: PROJECT }))).toBe(
    "404 notFound: The resource 'projects/no-such-project' was not found",
  );
});

test('an unknown method is refused', async () => {
  expect(refusalOf(await call(sandbox, 'PUT', `${NETWORKS}/app`))).toMatch(
    /^404 notFound: The sandbox has no method PUT/,
  );
});

test('a body that is no JSON is refused', async () => {
  const answer = await fetch(`${sandbox.endpoints.compute}/compute/v1/${NETWORKS}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sandbox.gcp.project().accessToken}` },
    body: '{"name":',
  });
  expect(await answer.json()).toMatchObject({ error: { code: 400, errors: [{ reason: 'parseError' }] } });
});
