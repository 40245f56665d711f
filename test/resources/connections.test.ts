import { getEventListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import * as errors from '../../src/errors/index.js';
import type { WaitEvent } from '../../src/index.js';
import { scriptedClient } from '../helpers/client.js';
import { rejection } from '../helpers/errors.js';
import { sandboxWithNetwork } from '../helpers/sandbox.js';
import { AWS_CONNECTION, wireConnection } from '../helpers/wire.js';

test('a connection lives from create to delete', async () => {
  const { df, sandbox, input } = await sandboxWithNetwork();
  const created = await df.connections.create(input);
  expect(created).toMatchObject({ ...input, status: 'pending' });
  const inactive = await df.connections.waitUntil(created.id, 'inactive');
  expect(inactive.peerConnectionId).toMatch(/^pcx-/);
  sandbox.accept(created.id);
  const active = await df.connections.waitUntilActive(created.id);
  expect(active.status).toBe('active');
  expect(await df.connections.list({ networkId: input.networkId, status: 'active' })).toEqual([active]);
  expect(await df.connections.list({ networkId: 'other' })).toEqual([]);
  await df.connections.delete(created.id);
  await df.connections.waitUntilDeleted(created.id);
  await rejection(df.connections.get(created.id), errors.NotFoundError);
});

describe('waiting', () => {
  test('tells once that it is your move, and how', async () => {
    const { df, sandbox, input } = await sandboxWithNetwork();
    const { id } = await df.connections.create(input);
    const events: WaitEvent[] = [];
    await df.connections.waitUntilActive(id, {
      onEvent: (event) => {
        events.push(event);
        if (event.type === 'your-move') setTimeout(() => sandbox.accept(id), 300);
      },
    });
    const moves = events.filter((event) => event.type === 'your-move');
    expect(moves).toHaveLength(1);
    expect(moves[0]?.fix).toMatch(/aws ec2 accept-vpc-peering-connection .*pcx-/);
  });

  test('whenYourMove: fail ends it there', async () => {
    const { df, input } = await sandboxWithNetwork();
    const { id } = await df.connections.create(input);
    const wait = df.connections.waitUntilActive(id, { whenYourMove: 'fail' });
    expect((await rejection(wait, errors.NeedsYourActionError)).wait.lastStatus).toBe('inactive');
  });

  test('an early active satisfies a wait for inactive', async () => {
    const { df, sandbox, input } = await sandboxWithNetwork();
    sandbox.faults.add({ on: 'connections.create', fault: { kind: 'early-active' } });
    const { id } = await df.connections.create(input);
    expect((await df.connections.waitUntil(id, 'inactive')).status).toBe('active');
  });

  test('a failure ends it within one poll, with detail and fix', async () => {
    const { df, sandbox, input } = await sandboxWithNetwork();
    sandbox.faults.add({
      on: 'connections.create',
      fault: { kind: 'fails', statusDetail: 'no such VPC' },
    });
    const { id } = await df.connections.create(input);
    const error = await rejection(df.connections.waitUntil(id, 'inactive'), errors.FailedStateError);
    expect(error.wait).toMatchObject({
      lastStatus: 'failed',
      statusDetail: 'no such VPC',
      seen: { failed: 1 },
    });
    expect(error.message).toContain('no such VPC');
    expect(error.fix).toContain(`dfcloud connections delete ${id}`);
  });

  test('a peering deleted by the customer ends it', async () => {
    const { df, sandbox, input } = await sandboxWithNetwork();
    const { id } = await df.connections.create(input);
    await df.connections.waitUntil(id, 'inactive');
    const wait = df.connections.waitUntilActive(id);
    sandbox.revoke(id);
    expect((await rejection(wait, errors.FailedStateError)).wait.lastStatus).toBe('irrecoverable');
  });

  test('an unknown word is waited through', async () => {
    const { df, sandbox, input } = await sandboxWithNetwork();
    sandbox.faults.add({ on: 'connections.create', fault: { kind: 'early-active' } });
    sandbox.faults.add({
      on: 'connections.get',
      times: 2,
      fault: { kind: 'unknown-status', status: 'negotiating' },
    });
    const { id } = await df.connections.create(input);
    const events: WaitEvent[] = [];
    await df.connections.waitUntilActive(id, { onEvent: (event) => events.push(event) });
    expect(events.filter(({ type }) => type === 'unknown-status')).toHaveLength(1);
  });

  test('a fresh id may be invisible for a while', async () => {
    const { df, sandbox, input } = await sandboxWithNetwork();
    sandbox.faults.add({ on: 'connections.create', fault: { kind: 'not-visible', ms: 300 } });
    const { id } = await df.connections.create(input);
    expect((await df.connections.waitUntil(id, 'inactive')).status).toBe('inactive');
  });

  test('calls only GET of the list and of the id', async () => {
    const { df, input, operations } = await sandboxWithNetwork();
    const one = await df.connections.create(input);
    const peer = { ...input.peer, vpcId: 'vpc-0a1b2c3e' };
    const two = await df.connections.create({ ...input, peer });
    await Promise.all([one, two].map(({ id }) => df.connections.waitUntil(id, 'inactive')));
    const [first, second, ...waiting] = operations();
    expect([first, second]).toEqual(['connections.create', 'connections.create']);
    expect(waiting.length).toBeGreaterThan(0);
    for (const operation of waiting) expect(operation).toMatch(/^connections\.(list|get)$/);
  });

  test('5xx and cut connections are counted and outlived', async () => {
    const { df, sandbox, input } = await sandboxWithNetwork();
    const { id } = await df.connections.create(input);
    sandbox.faults.add({ on: 'connections.get', times: 1, fault: { kind: 'status', status: 503 } });
    sandbox.faults.add({ on: 'connections.get', times: 1, fault: { kind: 'refused' } });
    const events: WaitEvent[] = [];
    await df.connections.waitUntil(id, 'inactive', { onEvent: (event) => events.push(event) });
    expect(events.some(({ type }) => type === 'poll-failed')).toBe(true);
  });

  test.each([401, 403, 400, 422])('a %s ends it at once', async (status) => {
    const { client, server } = await scriptedClient([{ json: wireConnection() }, { status }]);
    const wait = client.connections.waitUntilActive('conn-1');
    const error = await rejection(wait, errors.DfCloudError);
    expect(error.code).toBe(
      status === 401 ? 'api_key_refused' : status === 403 ? 'api_key_not_allowed' : 'invalid_input',
    );
    expect(server.requests).toHaveLength(2);
  });

  test('a foreign id that is not there is not found', async () => {
    const { client, server } = await scriptedClient([{ status: 404 }]);
    const startedMs = performance.now();
    const error = await rejection(client.connections.waitUntilActive('conn-9'), errors.NotFoundError);
    expect(performance.now() - startedMs).toBeGreaterThan(2_900);
    expect(error.message).toContain('conn-9 does not exist');
    expect(server.requests.length).toBeGreaterThan(3);
  });

  test('what this client deleted is gone with the first 404', async () => {
    const { client, calls } = await scriptedClient([{ status: 204 }, { status: 404 }]);
    await client.connections.delete('conn-1');
    await client.connections.waitUntilDeleted('conn-1');
    expect(calls()).toEqual(['DELETE /v1/connections/conn-1', 'GET /v1/connections/conn-1']);
  });

  test('the timeout tells what was seen', async () => {
    const { df, sandbox, input } = await sandboxWithNetwork();
    sandbox.faults.add({ on: 'connections.create', fault: { kind: 'stuck-pending' } });
    const { id } = await df.connections.create(input);
    const error = await rejection(
      df.connections.waitUntilActive(id, { timeoutMs: 500 }),
      errors.TimeoutError,
    );
    expect(error.wait).toMatchObject({
      id,
      lastStatus: 'pending',
      target: 'active',
      seen: { pending: expect.any(Number) },
    });
    expect(error.wait?.elapsedMs).toBeGreaterThanOrEqual(499);
    expect(error.wait?.inStatusMs).toBeGreaterThan(100);
  });

  test('a thousand waits share one list a tick', async () => {
    const ids = Array.from({ length: 1_000 }, (_, index) => `conn-${index}`);
    let active = false;
    let underWay = 0;
    const { client, server } = await scriptedClient(() => {
      underWay += 1;
      return {
        json: ids.map((connection_id) =>
          wireConnection({ connection_id, status: active ? 'active' : 'pending' }),
        ),
      };
    });
    const { signal } = new AbortController();
    const waits = ids.map((id) => client.connections.waitUntilActive(id, { signal }));
    const startedMs = performance.now();
    setTimeout(() => {
      active = true;
      client.connections.nudge();
    }, 1_000);
    const reached = await Promise.all(waits);
    expect(reached).toHaveLength(1_000);
    expect(server.requests.every(({ url }) => url === '/v1/connections')).toBe(true);
    // The shortest pause between two ticks is 125 ms.
    expect(underWay).toBeLessThanOrEqual(2 + (performance.now() - startedMs) / 125);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  test.each(['get', 'pause'])('an abort during a %s ends it within 100 ms', async (moment) => {
    const { client, server } = await scriptedClient(
      moment === 'get' ? ['hang'] : [{ json: wireConnection() }],
    );
    const controller = new AbortController();
    const wait = client.connections.waitUntilActive('conn-1', { signal: controller.signal });
    wait.catch(() => undefined);
    await server.received(1);
    await sleep(moment === 'get' ? 0 : 60);
    const startedMs = performance.now();
    controller.abort();
    await rejection(wait, errors.AbortedError);
    expect(performance.now() - startedMs).toBeLessThan(100);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });
});

test('create asks again only when nothing left', async () => {
  const { sandbox, df, input, operations } = await sandboxWithNetwork();
  sandbox.faults.add({ on: 'connections.create', fault: { kind: 'answer-lost' } });
  const error = await rejection(df.connections.create(input), errors.NetworkError);
  expect(error.request).toMatchObject({ method: 'POST', attempts: 1, sent: 'maybe' });
  expect(operations()).toEqual(['connections.create']);
  expect(sandbox.world().connections).toHaveLength(1);
});

test('a create is refused before it leaves', async () => {
  const { client, server } = await scriptedClient([]);
  const peer = { ...AWS_CONNECTION.peer, accountId: '42' };
  const error = await rejection(
    client.connections.create({ ...AWS_CONNECTION, peer }),
    errors.InvalidInputError,
  );
  expect(error.message).toBe(
    'peer.accountId is "42". It must be an AWS account id of 12 digits, as a string.',
  );
  expect(error.fix).toBe('Pass for example peer.accountId: "123456789012".');
  expect(server.requests).toHaveLength(0);
});
