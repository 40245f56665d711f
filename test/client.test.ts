import { getEventListeners, once } from 'node:events';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import * as dfcloud from '../src/index.js';
import { DfCloud, type DfCloudOptions } from '../src/index.js';
import { scriptedClient } from './helpers/client.js';
import { rejection, thrown } from './helpers/errors.js';

beforeEach(() => {
  vi.stubEnv('DFCLOUD_API_KEY', undefined);
  vi.stubEnv('DFCLOUD_BASE_URL', undefined);
});
afterEach(() => vi.unstubAllEnvs());

const make = (options: unknown): DfCloud => Reflect.construct(DfCloud, [options]);

describe('the constructor', () => {
  test('makes no request and needs only a key', () => {
    vi.stubEnv('DFCLOUD_API_KEY', 'k');
    expect(new DfCloud()).toHaveProperty('networks');
    expect(new DfCloud({ apiKey: 'k', timeoutMs: undefined, onEvent: undefined })).toHaveProperty(
      'datastores',
    );
  });

  test.each([
    [{ apikey: 'dfc_secret' }, 'apikey', 'Did you mean apiKey?'],
    [{ apiKey: 'k', baseURL: 'x' }, 'baseURL', 'Did you mean baseUrl?'],
    [{ apiKey: 'k', timeout: 5 }, 'timeout', 'timeoutMs'],
    [{ apiKey: 'k', retries: 5 }, 'retries', 'Known: apiKey, baseUrl'],
  ])('refuses an unknown option by name: %j', (options, field, fix) => {
    const error = thrown(() => make(options), dfcloud.InvalidInputError);
    expect(error.message).toBe(`Unknown option ${field}.`);
    expect(error.fix).toContain(fix);
    expect(JSON.stringify(error)).not.toContain('dfc_secret');
  });

  test.each([
    ['timeoutMs', Number.NaN],
    ['timeoutMs', 0],
    ['timeoutMs', '5'],
    ['totalTimeoutMs', Number.POSITIVE_INFINITY],
    ['totalTimeoutMs', -1],
    ['totalTimeoutMs', null],
    ['onEvent', {}],
    ['fetch', 'fetch'],
    ['fetch', null],
    ['userAgentSuffix', 'a\nb'],
    ['userAgentSuffix', 'ключ'],
    ['userAgentSuffix', 5],
  ])('refuses an illegal %s (%#)', (field, value) => {
    const error = thrown(() => make({ apiKey: 'k', [field]: value }), dfcloud.InvalidInputError);
    expect(error.field).toBe(field);
    expect(error.message).toContain(`${field} is `);
  });

  test.each(['dfc_secret', ['dfc_secret'], null, 5])('refuses what is no object, unseen (%#)', (options) => {
    const error = thrown(() => make(options), dfcloud.InvalidInputError);
    expect(`${error.message}${error.fix}`).not.toContain('dfc_secret');
  });

  test('hides the key from inspect and JSON', () => {
    const client = new DfCloud({ apiKey: 'dfc_secret' });
    expect(JSON.stringify(client)).not.toContain('dfc_secret');
    expect(inspect(client, { depth: 10, showHidden: true })).not.toContain('dfc_secret');
  });

  test('names itself to the API', async () => {
    const { client, server } = await scriptedClient([{ json: [] }], { userAgentSuffix: 'my-tool/1.2' });
    await client.networks.list();
    expect(server.requests[0]?.headers['user-agent']).toBe(
      `dfcloud/${dfcloud.VERSION} node/${process.versions.node} my-tool/1.2`,
    );
  });
});

describe('both clocks are finite by default', () => {
  test.each([
    [{}, 15_000],
    [{ timeoutMs: 20_000 }, 20_000],
  ])('%j', async (options, timeoutMs) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const deaf = () => new Promise<Response>(() => undefined);
      const client = new DfCloud({ apiKey: 'k', fetch: deaf, ...options });
      const work = rejection(client.request('POST', '/v1/networks', {}), dfcloud.TimeoutError);
      for (let turn = 0; turn < 50 && vi.getTimerCount() < 2; turn += 1) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      await vi.advanceTimersByTimeAsync(timeoutMs);
      expect((await work).message).toContain(`timeoutMs = ${timeoutMs}`);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('request, the escape hatch', () => {
  test('gives JSON as the API sent it', async () => {
    const { client, calls, bodies } = await scriptedClient([{ json: { a_b: '' } }, { status: 204 }]);
    expect(await client.request('GET', '/v1/metrics?x=1')).toEqual({ a_b: '' });
    expect(await client.request('POST', '/v1/things', { snake_case: 1 })).toBeUndefined();
    expect(calls()).toEqual(['GET /v1/metrics?x=1', 'POST /v1/things']);
    expect(bodies()).toEqual([{ snake_case: 1 }]);
  });

  test.each([
    ['PATCH', '/v1/x', undefined, {}, 'method'],
    ['get', '/v1/x', undefined, {}, 'method'],
    ['GET', 'v1/x', undefined, {}, 'path'],
    ['GET', '//evil.example.com', undefined, {}, 'path'],
    ['GET', 'https://evil.example.com', undefined, {}, 'path'],
    ['GET', '/v1/a b', undefined, {}, 'path'],
    ['GET', undefined, undefined, {}, 'path'],
    ['GET', '/v1/x', {}, {}, 'body'],
    ['POST', '/v1/x', { n: 5n }, {}, 'body'],
    ['POST', '/v1/x', {}, { timeout: 5 }, 'timeout'],
    ['POST', '/v1/x', {}, { signal: 'x' }, 'signal'],
  ])('refuses a bad call before it leaves (%#)', async (method, path, body, options, field) => {
    const { client, server } = await scriptedClient([{ json: {} }]);
    const call = Reflect.apply(client.request, client, [method, path, body, options]);
    expect((await rejection(call, dfcloud.InvalidInputError)).field).toBe(field);
    expect(server.requests).toHaveLength(0);
  });

  test('keeps to the base URL and its path', async () => {
    const { server } = await scriptedClient([{ json: {} }]);
    const client = new DfCloud({ apiKey: 'k', baseUrl: `${server.url}/prefix/` });
    await client.request('GET', '/v1/x');
    expect(server.requests[0]?.url).toBe('/prefix/v1/x');
  });
});

describe('hooks', () => {
  test('see each request and answer, never a secret', async () => {
    const events: dfcloud.ClientEvent[] = [];
    const { client } = await scriptedClient([{ json: {}, headers: { 'x-request-id': 'r-1' } }], {
      onEvent: (event) => events.push(event),
    });
    await client.request('POST', '/v1/things', { password: 'hunter2' });
    expect(events).toEqual([
      { type: 'request', method: 'POST', path: '/v1/things', attempt: 1 },
      {
        type: 'answer',
        method: 'POST',
        path: '/v1/things',
        attempt: 1,
        status: 200,
        ms: expect.any(Number),
        requestId: 'r-1',
      },
    ]);
    expect(JSON.stringify(events)).not.toMatch(/the-key|hunter2/);
  });

  test.each([
    () => {
      throw new TypeError('broken hook');
    },
    async () => {
      throw new TypeError('broken hook');
    },
  ])('that throw do no harm (%#)', async (onEvent) => {
    const warned = once(process, 'warning');
    const { client } = await scriptedClient([{ json: { ok: true } }], { onEvent });
    expect(await client.request('GET', '/v1/x')).toEqual({ ok: true });
    expect(String((await warned)[0])).toContain('broken hook');
  });
});

test('a redirect gets neither followed nor the key', async () => {
  const { server: elsewhere } = await scriptedClient([{ json: [] }]);
  const { client } = await scriptedClient([{ status: 307, headers: { location: elsewhere.url } }]);
  await rejection(client.networks.list(), dfcloud.ResponseError);
  expect(elsewhere.requests).toHaveLength(0);
});

test('ids go into paths escaped', async () => {
  const { client, calls } = await scriptedClient([{ status: 404 }]);
  for (const id of ['../x', 'a/b', '%2e%2e', 'a?b#c', 'ü', '..;/x']) {
    await rejection(client.networks.get(id), dfcloud.NotFoundError);
    await rejection(client.networks.delete(id), dfcloud.NotFoundError);
  }
  expect(new Set(calls().map((call) => call.split(' ')[1]))).toEqual(
    new Set(
      ['..%2Fx', 'a%2Fb', '%252e%252e', 'a%3Fb%23c', '%C3%BC', '..%3B%2Fx'].map((id) => `/v1/networks/${id}`),
    ),
  );
});

test.each(['', ' ', '.', '..', 'a b', '\ud800', 5, null, undefined])('%j is no id', async (id) => {
  const { client, server } = await scriptedClient([{ json: {} }]);
  const { networks } = client;
  for (const method of [networks.get, networks.delete, networks.waitUntilActive, networks.waitUntilDeleted]) {
    const call = Reflect.apply(method, networks, [id]);
    expect((await rejection(call, dfcloud.InvalidInputError)).field).toBe('id');
  }
  expect(server.requests).toHaveLength(0);
});

describe('unknown options are refused by name everywhere', () => {
  const unknown = { timeout: 5 };
  const calls: readonly [string, (client: DfCloud) => Promise<unknown>][] = (
    ['networks', 'connections', 'datastores'] as const
  ).flatMap((kind) => [
    [`${kind}.get`, ({ [kind]: it }) => Reflect.apply(it.get, it, ['x', unknown])],
    [`${kind}.list filter`, ({ [kind]: it }) => Reflect.apply(it.list, it, [unknown])],
    [`${kind}.list`, ({ [kind]: it }) => Reflect.apply(it.list, it, [{}, unknown])],
    [`${kind}.delete`, ({ [kind]: it }) => Reflect.apply(it.delete, it, ['x', unknown])],
    [`${kind}.create`, ({ [kind]: it }) => Reflect.apply(it.create, it, [{}, unknown])],
    [`${kind}.waitUntil`, ({ [kind]: it }) => Reflect.apply(it.waitUntil, it, ['x', 'active', unknown])],
    [`${kind}.waitUntilActive`, ({ [kind]: it }) => Reflect.apply(it.waitUntilActive, it, ['x', unknown])],
    [`${kind}.waitUntilDeleted`, ({ [kind]: it }) => Reflect.apply(it.waitUntilDeleted, it, ['x', unknown])],
  ]);

  test.each<(typeof calls)[number]>([
    ...calls,
    ['networks.update', ({ networks }) => Reflect.apply(networks.update, networks, ['x', {}, unknown])],
    [
      'datastores.update',
      ({ datastores }) => Reflect.apply(datastores.update, datastores, ['x', {}, unknown]),
    ],
    [
      'connections.ensure',
      ({ connections }) => Reflect.apply(connections.ensure, connections, [{}, unknown]),
    ],
  ])('%s', async (_name, call) => {
    const { client, server } = await scriptedClient([{ json: {} }]);
    expect((await rejection(call(client), dfcloud.InvalidInputError)).field).toBe('timeout');
    expect(server.requests).toHaveLength(0);
  });
});

test('a call leaves no listener on its signal', async () => {
  const { client } = await scriptedClient([{ json: [] }]);
  const { signal } = new AbortController();
  for (let call = 0; call < 100; call += 1) await client.networks.list({}, { signal });
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});

test('options are typed as they are checked', () => {
  const options: Required<{ [K in keyof DfCloudOptions]: true }> = {
    apiKey: true,
    baseUrl: true,
    timeoutMs: true,
    totalTimeoutMs: true,
    onEvent: true,
    fetch: true,
    userAgentSuffix: true,
  };
  for (const name of Object.keys(options)) {
    expect(() =>
      make({ apiKey: 'k', [name]: undefined, ...(name === 'apiKey' && { apiKey: 'k' }) }),
    ).not.toThrow();
  }
});
