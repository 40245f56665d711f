import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/index.js';
import { call, fieldsOf, startGcp } from './helpers/gcp.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startGcp();
});
afterEach(() => sandbox.close());

const url = (path: string) => sandbox.endpoints.compute + path;
const METADATA = { 'metadata-flavor': 'Google' };

/** Whose networks a token lists: the projects that it may. */
async function projectsOf(token: unknown): Promise<string[]> {
  const allowed = [];
  for (const project of ['customer-project', 'other-project']) {
    sandbox.gcp.project(project);
    const { status } = await call(sandbox, 'GET', `projects/${project}/global/networks`, {
      token: String(token),
    });
    if (status === 200) allowed.push(project);
  }
  return allowed;
}

async function form(path: string, fields: Record<string, string>) {
  const response = await fetch(url(path), { method: 'POST', body: new URLSearchParams(fields) });
  return { status: response.status, body: fieldsOf(await response.json()) };
}

describe('OAuth', () => {
  test('a refresh token becomes an access token', async () => {
    const fields = { grant_type: 'refresh_token', refresh_token: '1//x', client_id: 'c', client_secret: 's' };
    const { body } = await form('/token', fields);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
    expect(await projectsOf(body.access_token)).toEqual(['customer-project']);
  });

  test('so does what a service account signed', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const assertion = `${part({})}.${part({ iss: 'robot@other-project.iam.gserviceaccount.com' })}.x`;
    const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
    const { body } = await form('/token', { grant_type, assertion });
    expect(await projectsOf(body.access_token)).toEqual(['other-project']);
  });

  test.each([
    [{ grant_type: 'password' }, 'unsupported_grant_type'],
    [{ grant_type: 'refresh_token' }, 'invalid_request'],
    [{ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: 'x' }, 'invalid_grant'],
  ])('%j is refused', async (fields, error) => {
    expect(await form('/token', fields)).toMatchObject({ status: 400, body: { error } });
  });
});

describe('the exchange of foreign tokens', () => {
  const exchange = (audience: string) =>
    form('/v1/token', {
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      audience,
      subject_token: 'x',
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    });

  test('leads into the project of the pool', async () => {
    const { body: project } = await call(sandbox, 'GET', '/v1/projects/other-project');
    const pool = `//iam.googleapis.com/projects/${project.projectNumber}/locations/global/workloadIdentityPools/p`;
    const { body } = await exchange(pool);
    expect(body.issued_token_type).toBe('urn:ietf:params:oauth:token-type:access_token');
    expect(await projectsOf(body.access_token)).toEqual(['other-project']);
  });

  test('can be followed by impersonation', async () => {
    const { body } = await exchange(
      '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p',
    );
    const account = 'robot@other-project.iam.gserviceaccount.com';
    const path = `/v1/projects/-/serviceAccounts/${account}:generateAccessToken`;
    const options = { token: String(body.access_token), body: { scope: ['x'], lifetime: '60s' } };
    const { body: own } = await call(sandbox, 'POST', path, options);
    expect(own.expireTime).toBe(new Date(sandbox.clock.now() + 60_000).toISOString());
    expect(await projectsOf(own.accessToken)).toEqual(['other-project']);
    await sandbox.clock.advance(60_000);
    expect(await projectsOf(own.accessToken)).toEqual([]);
    expect((await call(sandbox, 'POST', path, { ...options, token: '' })).status).toBe(401);
  });
});

describe('the metadata server', () => {
  const get = (path: string, headers: Record<string, string> = METADATA) => fetch(url(path), { headers });

  test('hands out the token of the default project', async () => {
    const response = await get('/computeMetadata/v1/instance/service-accounts/default/token?scopes=x');
    expect(response.headers.get('metadata-flavor')).toBe('Google');
    const body = fieldsOf(await response.json());
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
    expect(await projectsOf(body.access_token)).toEqual(['customer-project']);
  });

  test('knows the project', async () => {
    expect(await (await get('/computeMetadata/v1/project/project-id')).text()).toBe('customer-project');
    expect(await (await get('/computeMetadata/v1/project/numeric-project-id')).text()).toMatch(/^\d{12}$/);
    expect((await get('/computeMetadata/v1/instance')).status).toBe(200);
    expect((await get('/computeMetadata/v1/instance/disks')).status).toBe(404);
  });

  test('answers nobody without its header', async () => {
    expect((await get('/computeMetadata/v1/project/project-id', {})).status).toBe(403);
  });
});

test('faults can be put on tokens', async () => {
  sandbox.faults.add({ on: 'oauth2.token', times: 1, fault: { kind: 'status', status: 503 } });
  const fields = { grant_type: 'refresh_token', refresh_token: '1//x' };
  expect((await form('/token', fields)).status).toBe(503);
  expect((await form('/token', fields)).status).toBe(200);
});
