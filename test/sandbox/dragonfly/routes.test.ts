import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../../src/sandbox/index.js';
import { activeNetwork, api, networkBody, textOf } from '../helpers/api.js';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ clock: 'virtual' });
});
afterAll(() => sandbox.close());

const bare = (path: string, headers: Record<string, string> = {}) => fetch(sandbox.url + path, { headers });

describe('the routes of the API', () => {
  for (const headers of [{}, { authorization: 'Bearer wrong' }, { authorization: 'Basic abc' }]) {
    it(`answer 401 to ${headers.authorization ?? 'no key'}`, async () => {
      const response = await bare('/v1/networks', headers);
      expect([response.status, await response.json()]).toEqual([
        401,
        { error: 'missing or invalid API key' },
      ]);
    });
  }

  it('answer 404 loudly where there is no route', async () => {
    const answers = await Promise.all([
      api(sandbox, 'GET', '/v2/networks'),
      api(sandbox, 'PUT', '/v1/connections/c', {}),
      api(sandbox, 'GET', '/v1/networks/a/b'),
    ]);
    for (const { status, body } of answers) {
      expect(status).toBe(404);
      expect(textOf(body, 'error')).toMatch(/^no route (GET|PUT) \/v.*; this API has networks\.create/);
    }
  });

  it('answer 404 to unknown ids', async () => {
    for (const resource of ['networks', 'connections', 'datastores']) {
      const answer = await api(sandbox, 'GET', `/v1/${resource}/nope`);
      expect(answer).toEqual({ status: 404, body: { error: `${resource.slice(0, -1)} nope not found` } });
    }
  });

  it('read ids in paths as they were escaped', async () => {
    expect((await api(sandbox, 'GET', '/v1/networks/a%2Fb')).body).toEqual({
      error: 'network a/b not found',
    });
    expect((await api(sandbox, 'GET', '/v1/networks/%zz')).status).toBe(400);
  });

  for (const [what, body] of [
    ['no JSON', '{"name":'],
    ['nothing', ''],
    ['a list', '[]'],
    ['a text', '"x"'],
  ] as const) {
    it(`answer 400 to a body that is ${what}`, async () => {
      expect((await api(sandbox, 'POST', '/v1/networks', body)).status).toBe(400);
    });
  }

  it('answer 400 naming the field of the wrong type', async () => {
    expect(await api(sandbox, 'POST', '/v1/networks', networkBody({ location: 'aws' }))).toEqual({
      status: 400,
      body: { error: 'location must be an object' },
    });
  });

  it('answer 413 to a body that is far too large', async () => {
    const answer = await api(sandbox, 'POST', '/v1/networks', networkBody({ name: 'x'.repeat(2_000_000) }));
    expect(answer.status).toBe(413);
  });

  it('serve metrics as text, with the same key', async () => {
    const response = await bare('/v1/metrics', { authorization: `Bearer ${sandbox.apiKey}` });
    expect(await response.text()).toContain('# TYPE dragonfly_up gauge');
    expect((await bare('/v1/metrics')).status).toBe(401);
  });

  it('number their answers as the log does', async () => {
    const response = await bare('/v1/networks', { authorization: `Bearer ${sandbox.apiKey}` });
    expect(response.headers.get('x-request-id')).toBe(`sandbox-${sandbox.requests().at(-1)?.number}`);
  });

  it('do not show a new object before its time', async () => {
    await using late = await startSandbox({ clock: 'virtual', visibilityMs: 5_000 });
    const id = await activeNetwork(late);
    expect((await api(late, 'GET', `/v1/networks/${id}`)).status).toBe(404);
    await late.clock.advance(5_000);
    expect((await api(late, 'GET', `/v1/networks/${id}`)).status).toBe(200);
  });
});
