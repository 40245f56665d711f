import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fault, type Sandbox, SandboxError, startSandbox } from '../../src/sandbox/index.js';
import { activeNetwork, api, connectionBody, networkBody, STEP_MS, statusOf, textOf } from './helpers/api.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ clock: 'virtual' });
});
afterEach(() => sandbox.close());

const once = (on: string, fault: Fault) => sandbox.faults.add({ on, times: 1, fault });
const createNetwork = () => api(sandbox, 'POST', '/v1/networks', networkBody());
const networks = () => sandbox.world().networks.length;

async function raw(path: string): Promise<Response> {
  return fetch(sandbox.url + path, { headers: { authorization: `Bearer ${sandbox.apiKey}` } });
}

describe('faults on the way', () => {
  it('answer-lost: takes effect, but no answer comes', async () => {
    const handle = once('networks.create', { kind: 'answer-lost' });
    await expect(createNetwork()).rejects.toThrow('fetch failed');
    expect(networks()).toBe(1);
    expect(handle.hits).toBe(1);
    expect(sandbox.requests()).toMatchObject([{ status: null, faults: ['answer-lost'] }]);
  });

  it('refused: no answer comes and nothing happens', async () => {
    once('networks.create', { kind: 'refused' });
    await expect(createNetwork()).rejects.toThrow('fetch failed');
    expect(networks()).toBe(0);
  });

  it('listener-down: the port refuses for a while', async () => {
    once('networks.create', { kind: 'listener-down', ms: 800 });
    await expect(createNetwork()).rejects.toThrow('fetch failed');
    const refusal = await raw('/v1/networks').catch((error: Error) => error.cause);
    expect(refusal).toMatchObject({ code: 'ECONNREFUSED' });
    await expect
      .poll(
        () =>
          raw('/v1/networks').then(
            ({ status }) => status,
            () => 0,
          ),
        { timeout: 5_000 },
      )
      .toBe(200);
    expect(networks()).toBe(0);
  });

  it('slow: holds the answer back after the effect', async () => {
    once('networks.create', { kind: 'slow', ms: 400 });
    const answer = createNetwork();
    await expect.poll(networks, { interval: 5 }).toBe(1);
    expect(sandbox.requests()).toMatchObject([{ status: null }]);
    expect((await answer).status).toBe(200);
  });

  it('slow before: holds the effect back as well', async () => {
    once('networks.create', { kind: 'slow', ms: 500, phase: 'before' });
    const answer = createNetwork();
    await expect.poll(() => sandbox.requests().length, { interval: 5 }).toBe(1);
    expect(networks()).toBe(0);
    await answer;
    expect(networks()).toBe(1);
  });

  it('holds nothing back once the sandbox closes', async () => {
    once('networks.create', { kind: 'slow', ms: 60_000 });
    const answer = createNetwork().catch(() => 'gone');
    await expect.poll(networks, { interval: 5 }).toBe(1);
    await sandbox.close();
    expect(await answer).toBe('gone');
  });
});

describe('faults of the answer', () => {
  it('rate-limit: 429 with Retry-After in seconds, without effect', async () => {
    once('networks.list', { kind: 'rate-limit', retryAfterSeconds: 7 });
    const response = await raw('/v1/networks');
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '7']);
  });

  it('rate-limit: Retry-After as an HTTP date', async () => {
    once('networks.list', { kind: 'rate-limit', retryAfterSeconds: 60, format: 'date' });
    const date = Date.parse((await raw('/v1/networks')).headers.get('retry-after') ?? '');
    expect(date - Date.now()).toBeGreaterThan(50_000);
    expect(date - Date.now()).toBeLessThanOrEqual(60_000);
  });

  it('rate-limit: without Retry-After', async () => {
    once('networks.list', { kind: 'rate-limit' });
    expect((await raw('/v1/networks')).headers.get('retry-after')).toBeNull();
  });

  it('status: any status with any body, without effect', async () => {
    once('networks.create', { kind: 'status', status: 503, body: { error: 'busy' } });
    expect(await createNetwork()).toEqual({ status: 503, body: { error: 'busy' } });
    expect(networks()).toBe(0);
    once('networks.list', { kind: 'status', status: 502, body: 'upstream', headers: { 'x-proxy': 'a' } });
    const response = await raw('/v1/networks');
    expect([response.status, await response.text(), response.headers.get('x-proxy')]).toEqual([
      502,
      'upstream',
      'a',
    ]);
  });

  it('status with effect: takes effect all the same', async () => {
    once('networks.create', { kind: 'status', status: 500, effect: true });
    expect((await createNetwork()).status).toBe(500);
    expect(networks()).toBe(1);
  });

  it('malformed: a web page, or half of the JSON', async () => {
    once('networks.list', { kind: 'malformed', how: 'not-json' });
    expect(await (await raw('/v1/networks')).text()).toContain('<html>');
    await createNetwork();
    once('networks.list', { kind: 'malformed', how: 'truncated' });
    const half = await (await raw('/v1/networks')).text();
    expect(half).toMatch(/^\[\{"network_id"/);
    expect(() => JSON.parse(half)).toThrow(SyntaxError);
  });

  it('malformed: leaves a nested field out, also in lists', async () => {
    await createNetwork();
    sandbox.faults.add({
      on: 'networks.*',
      fault: { kind: 'malformed', how: 'missing-field', field: 'location.region' },
    });
    expect((await api(sandbox, 'GET', '/v1/networks')).body).toMatchObject([
      { location: { provider: 'aws' } },
    ]);
    expect(JSON.stringify((await api(sandbox, 'GET', '/v1/networks')).body)).not.toContain('region');
  });

  it('no-content: takes effect and answers 204', async () => {
    once('networks.create', { kind: 'no-content' });
    expect(await createNetwork()).toEqual({ status: 204, body: undefined });
    expect(networks()).toBe(1);
  });

  it('unknown-status: shows a status that nobody knows', async () => {
    const id = await activeNetwork(sandbox);
    sandbox.faults.add({ on: 'GET /v1/networks*', fault: { kind: 'unknown-status', status: 'hibernating' } });
    expect(await statusOf(sandbox, `/v1/networks/${id}`)).toBe('hibernating');
    expect((await api(sandbox, 'GET', '/v1/networks')).body).toMatchObject([{ status: 'hibernating' }]);
    expect(sandbox.world().networks).toMatchObject([{ status: 'active' }]);
    sandbox.faults.clear();
    expect(await statusOf(sandbox, `/v1/networks/${id}`)).toBe('active');
  });
});

describe('faults in the life of an object', () => {
  async function create(fault: Fault): Promise<string> {
    const network = await activeNetwork(sandbox);
    once('connections.create', fault);
    const { body } = await api(sandbox, 'POST', '/v1/connections', connectionBody(network));
    return `/v1/connections/${textOf(body, 'connection_id')}`;
  }

  it('early-active: active without having been inactive', async () => {
    const path = await create({ kind: 'early-active' });
    await sandbox.clock.advance(STEP_MS);
    expect((await api(sandbox, 'GET', path)).body).toMatchObject({
      status: 'active',
      peer_connection_id: expect.stringMatching(/^pcx-/),
    });
  });

  it('stuck-pending: never leaves pending', async () => {
    const path = await create({ kind: 'stuck-pending' });
    await sandbox.clock.advance(3_600_000);
    expect(await statusOf(sandbox, path)).toBe('pending');
  });

  it('fails: with its status_detail', async () => {
    const path = await create({ kind: 'fails', statusDetail: 'no such VPC' });
    await sandbox.clock.advance(STEP_MS);
    expect((await api(sandbox, 'GET', path)).body).toMatchObject({
      status: 'failed',
      status_detail: 'no such VPC',
    });
  });

  it('fails: a network too, without a VPC', async () => {
    once('networks.create', { kind: 'fails' });
    const { body } = await createNetwork();
    await sandbox.clock.advance(STEP_MS);
    const path = `/v1/networks/${textOf(body, 'network_id')}`;
    expect((await api(sandbox, 'GET', path)).body).toMatchObject({ status: 'failed', vpc: null });
  });

  it('not-visible: 404 and absent from lists for a while', async () => {
    const path = await create({ kind: 'not-visible', ms: 5_000 });
    expect(await statusOf(sandbox, path)).toBe(404);
    expect((await api(sandbox, 'GET', '/v1/connections')).body).toEqual([]);
    await sandbox.clock.advance(5_000);
    expect(await statusOf(sandbox, path)).toBe('inactive');
  });
});

describe('rules', () => {
  it('let the first matching requests pass and end after their times', async () => {
    const handle = sandbox.faults.add({
      on: 'networks.list',
      skip: 1,
      times: 2,
      fault: { kind: 'status', status: 500 },
    });
    const statuses: number[] = [];
    for (let i = 0; i < 5; i += 1) statuses.push((await raw('/v1/networks')).status);
    expect(statuses).toEqual([200, 500, 500, 200, 200]);
    expect(handle.hits).toBe(2);
  });

  it('match by operation, by method and path, by predicate', async () => {
    const id = await activeNetwork(sandbox);
    const fault: Fault = { kind: 'status', status: 500 };
    const rules = [
      sandbox.faults.add({ on: `GET /v1/networks/${id}`, fault }),
      sandbox.faults.add({ on: '/v1/networks/*', fault }),
      sandbox.faults.add({
        on: ({ operation, method }) => operation === 'networks.get' && method === 'GET',
        fault,
      }),
      sandbox.faults.add({ on: '*', fault }),
    ];
    for (const rule of rules) {
      expect(await statusOf(sandbox, `/v1/networks/${id}`)).toBe(500);
      expect(rule.hits).toBe(1);
      rule.remove();
    }
    expect(await statusOf(sandbox, `/v1/networks/${id}`)).toBe('active');
  });

  it('show a predicate the body', async () => {
    const on = ({ body }: { body: unknown }) => textOf(body, 'name') === 'bad';
    sandbox.faults.add({ on, fault: { kind: 'status', status: 500 } });
    expect((await api(sandbox, 'POST', '/v1/networks', networkBody({ name: 'bad' }))).status).toBe(500);
    expect((await createNetwork()).status).toBe(200);
  });

  it('act together until one prevents the effect', async () => {
    const slow = sandbox.faults.add({ on: '*', fault: { kind: 'slow', ms: 1 } });
    const refused = sandbox.faults.add({ on: '*', fault: { kind: 'status', status: 503 } });
    const lost = sandbox.faults.add({ on: '*', fault: { kind: 'answer-lost' } });
    expect((await raw('/v1/networks')).status).toBe(503);
    expect([slow.hits, refused.hits, lost.hits]).toEqual([1, 1, 0]);
    expect(sandbox.requests()).toMatchObject([{ faults: ['slow', 'status'] }]);
  });

  it('refuse a pattern that would never match', () => {
    const add = () => sandbox.faults.add({ on: 'connection.create', fault: { kind: 'refused' } });
    expect(add).toThrow(SandboxError);
    expect(add).toThrow('would never happen');
  });

  it('refuse a count that makes no sense', () => {
    expect(() => sandbox.faults.add({ on: '*', times: 0, fault: { kind: 'refused' } })).toThrow('times is 0');
    expect(() => sandbox.faults.add({ on: '*', skip: -1, fault: { kind: 'refused' } })).toThrow('skip is -1');
  });
});
