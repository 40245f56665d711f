import { expect, test } from 'vitest';
import { ServerError } from '../../src/errors/index.js';
import { Transport } from '../../src/http/transport.js';
import { systemClock } from '../../src/internal/clock.js';
import { readConnection, readConnections } from '../../src/resources/connection-codec.js';
import { pollSource } from '../../src/resources/poll-source.js';
import { type Script, startServer } from '../helpers/http-server.js';
import { wireConnection } from '../helpers/wire.js';

const { signal } = new AbortController();

async function setUp(script: Script) {
  const server = await startServer(script);
  const transport = new Transport({
    baseUrl: server.url,
    apiKey: 'k',
    timeoutMs: 1_000,
    totalTimeoutMs: 1_000,
    userAgent: 'test',
    onEvent: () => undefined,
    clock: systemClock,
  });
  const context = { transport, clock: systemClock, loopback: true, onWarning: () => undefined };
  const table = { pending: [], ordered: [], yourMove: [], failed: [], leaving: [] };
  const source = pollSource(context, {
    name: 'connection',
    path: '/v1/connections',
    filters: [],
    table,
    load: async () => ({ one: readConnection, list: readConnections }),
    yourMoveFix: () => '',
  });
  return { server, source };
}

test('one resource is one GET with an escaped id', async () => {
  const { server, source } = await setUp([{ json: wireConnection({ status_detail: 'why' }) }]);
  expect(await source.one('../x', signal)).toMatchObject({
    kind: 'seen',
    status: 'pending',
    statusDetail: 'why',
  });
  expect(server.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'GET /v1/connections/..%2Fx',
  ]);
});

test('a 404 is missing, other trouble an error', async () => {
  const { source } = await setUp([{ status: 404 }, { status: 503 }]);
  expect(await source.one('c', signal)).toEqual({ kind: 'missing' });
  expect(await source.one('c', signal)).toMatchObject({ kind: 'error', error: expect.any(ServerError) });
});

test('the loop is the retry: one attempt each', async () => {
  const { server, source } = await setUp([{ status: 503 }]);
  await source.one('c', signal);
  await source.all(signal);
  expect(server.requests).toHaveLength(2);
});

test('the list gives all by id', async () => {
  const { source } = await setUp([{ json: [wireConnection(), wireConnection({ connection_id: 'conn-2' })] }]);
  expect([...Object(await source.all(signal)).keys()]).toEqual(['conn-1', 'conn-2']);
});

test('one broken item does not spoil the list', async () => {
  const { source } = await setUp([{ json: [{ broken: true }, null, wireConnection()] }]);
  expect([...Object(await source.all(signal)).keys()]).toEqual(['conn-1']);
});

test('a list that is none is an error', async () => {
  const { source } = await setUp([{ json: { items: [] } }]);
  expect(await source.all(signal)).toMatchObject({ code: 'bad_response' });
});

test('a 404 of the list leaves it to the ids', async () => {
  const { source } = await setUp([{ status: 404 }]);
  expect(await source.all(signal)).toEqual(new Map());
});
