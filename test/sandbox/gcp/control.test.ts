import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Sandbox, SandboxError } from '../../../src/sandbox/index.js';
import { call, newNetwork, startGcp } from './helpers/gcp.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startGcp();
});
afterEach(() => sandbox.close());

const projectId = 'customer-project';

async function post(path: string, body: object): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${sandbox.url}/_sandbox/gcp/${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.json() };
}

const listed = async () => (await call(sandbox, 'GET', `projects/${projectId}/global/networks`)).status;

test('what the control does in the process works over HTTP', async () => {
  expect((await post('permissions', { projectId, permissions: [] })).status).toBe(200);
  expect(await listed()).toBe(403);
  await post('permissions', { projectId, permissions: null });
  expect(await listed()).toBe(200);
  await post('services', { projectId, host: 'compute.googleapis.com', enabled: false });
  expect(await listed()).toBe(403);
  await post('services', { projectId, host: 'compute.googleapis.com', enabled: true });
  await post('consistency', { throttleEvery: 1 });
  expect(await listed()).toBe(403);
  await post('consistency', {});
  const { accessToken } = sandbox.gcp.project();
  await post('expired-tokens', { projectId });
  expect(sandbox.gcp.project().accessToken).not.toBe(accessToken);
  expect((await post('legacy-networks', { projectId, name: 'old', range: '10.240.0.0/16' })).status).toBe(
    200,
  );
  const network = `projects/${projectId}/global/networks/old`;
  const route = { network, region: 'us-central1', destRange: '10.0.0.0/8', priority: 100 };
  expect((await post('learned-routes', route)).status).toBe(200);
  expect(sandbox.world().gcp).toMatchObject({ networks: [{ path: network }], learnedRoutes: [route] });
  expect((await post('limits', { projectId, networks: 0 })).status).toBe(200);
  expect((await post('peering-restriction', { projectId, allowed: [] })).status).toBe(200);
  expect((await post('dragonfly-peerings', { updateStrategy: 'CONSENSUS' })).status).toBe(200);
  const policies = [{ name: '1', shortName: 'org', rules: [] }];
  expect((await post('hierarchical-policies', { projectId, policies })).status).toBe(200);
});

test('a project can be made, without showing its token', async () => {
  expect(await post('projects', { id: 'other-project' })).toEqual({
    status: 200,
    body: { id: 'other-project' },
  });
  expect(await post('projects', {})).toEqual({ status: 200, body: { id: projectId } });
});

test.each([
  ['projects', { id: 'X' }, 400],
  ['permissions', { projectId }, 400],
  ['limits', { projectId, networks: 'many' }, 400],
  ['limits', { projectId, clouds: 1 }, 400],
  ['consistency', { lag: 1 }, 400],
  ['consistency', { notFoundMs: -1 }, 400],
  ['services', { projectId, host: 'x' }, 400],
  ['learned-routes', { network: 'x', region: 'us-central1', destRange: '10.0.0.0/8', priority: 1 }, 404],
  ['dragonfly-peerings', { updateStrategy: 'MAYBE' }, 400],
  ['legacy-networks', { projectId, name: 'old', range: '10.240.0.1/16' }, 400],
  ['hierarchical-policies', { projectId, policies: [{}] }, 400],
])('POST %s %j: %i', async (path, body, status) => {
  const answer = await post(path, body);
  expect(answer.status).toBe(status);
  expect(answer.body).toMatchObject({ error: expect.any(String), fix: expect.any(String) });
});

test('a learned route needs a region and a block', async () => {
  const network = await newNetwork(sandbox, projectId, 'app');
  const route = { network, region: 'us-central1', destRange: '10.0.0.0/8', priority: 100 };
  expect(() => sandbox.gcp.learnRoute({ ...route, region: 'mars' })).toThrow(SandboxError);
  expect(() => sandbox.gcp.learnRoute({ ...route, destRange: '10' })).toThrow(SandboxError);
  expect(() => sandbox.gcp.learnRoute({ ...route, priority: 0.5 })).toThrow(SandboxError);
});
