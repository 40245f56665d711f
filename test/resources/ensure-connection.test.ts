import { getEventListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import * as errors from '../../src/errors/index.js';
import { DfCloud, type EnsureEvent } from '../../src/index.js';
import type { WireConnection } from '../../src/resources/wire.js';
import { scriptedClient } from '../helpers/client.js';
import { rejection } from '../helpers/errors.js';
import type { ReceivedRequest } from '../helpers/http-server.js';
import { sandboxWithNetwork } from '../helpers/sandbox.js';
import { AWS_CONNECTION, wireConnection } from '../helpers/wire.js';

function listener() {
  const events: EnsureEvent[] = [];
  return {
    events,
    types: () => events.map(({ type }) => type),
    onEvent: (event: EnsureEvent) => void events.push(event),
  };
}

/** A scripted API that holds connections, for states that the sandbox does not reach. */
async function withConnections(
  initial: readonly WireConnection[],
  lists: readonly (readonly WireConnection[])[] = [],
) {
  const world = [...initial];
  const queue = [...lists];
  const answer = ({ method, url }: ReceivedRequest) => {
    if (method === 'POST') {
      const made = wireConnection({ connection_id: `conn-new-${world.length}` });
      world.push(made);
      return { json: made };
    }
    if (method === 'DELETE') {
      world.splice(
        world.findIndex(({ connection_id }) => url.endsWith(connection_id)),
        1,
      );
      return { status: 204 };
    }
    if (url === '/v1/connections') return { json: queue.shift() ?? world };
    const found = world.find(({ connection_id }) => url.endsWith(connection_id));
    return found ? { json: found } : { status: 404 };
  };
  return { world, ...(await scriptedClient(answer)) };
}

describe('a live connection is adopted', () => {
  test.each(['pending', 'inactive', 'active', 'negotiating'])('%s, whatever its name', async (status) => {
    const config = { ...wireConnection().connection_config, name: 'somebody-elses-name' };
    const live = wireConnection({ status, connection_config: config });
    const { client, calls } = await withConnections([live]);
    const { types, onEvent } = listener();
    expect((await client.connections.ensure(AWS_CONNECTION, { onEvent })).id).toBe('conn-1');
    expect(types()).toEqual(['adopted']);
    expect(calls()).toEqual(['GET /v1/connections']);
  });

  test('the furthest of several, then the smallest id', async () => {
    const make = (connection_id: string, status: string) => wireConnection({ connection_id, status });
    const { client } = await withConnections([
      make('d', 'failed'),
      make('c', 'pending'),
      make('b', 'inactive'),
      make('a', 'inactive'),
    ]);
    expect((await client.connections.ensure(AWS_CONNECTION)).id).toBe('a');
  });

  test('not one of another network or peer', async () => {
    const { connection_config: config } = wireConnection();
    const others = [
      wireConnection({ connection_id: 'x', connection_config: { ...config, network_id: 'net-2' } }),
      wireConnection({
        connection_id: 'y',
        connection_config: { ...config, peer: { ...config.peer, vpc_id: 'vpc-0a1b2c3e' } },
      }),
    ];
    const { client, calls } = await withConnections(others);
    expect((await client.connections.ensure(AWS_CONNECTION)).id).toBe('conn-new-2');
    expect(calls()).toEqual(['GET /v1/connections', 'POST /v1/connections', 'GET /v1/connections']);
  });
});

test('the second call adopts what the first made', async () => {
  const { df, sandbox, input } = await sandboxWithNetwork();
  const first = listener();
  const second = listener();
  const made = await df.connections.ensure(input, { onEvent: first.onEvent });
  const again = await df.connections.ensure({ ...input, name: 'other-name' }, { onEvent: second.onEvent });
  expect(again.id).toBe(made.id);
  expect([first.types(), second.types()]).toEqual([['created'], ['adopted']]);
  expect(sandbox.world().connections).toHaveLength(1);
});

test('callers at the same time make one connection', async () => {
  const { df, sandbox, input } = await sandboxWithNetwork({ latencyMs: 20 });
  const made = await Promise.all(Array.from({ length: 10 }, () => df.connections.ensure(input)));
  expect(new Set(made.map(({ id }) => id)).size).toBe(1);
  expect(sandbox.world().connections).toHaveLength(1);
});

test('so do two clients of one account', async () => {
  const { df, sandbox, input } = await sandboxWithNetwork({ latencyMs: 20 });
  const other = new DfCloud({ apiKey: sandbox.apiKey, baseUrl: sandbox.url });
  await Promise.all([df.connections.ensure(input), other.connections.ensure(input)]);
  expect(sandbox.world().connections).toHaveLength(1);
});

describe('a lost answer', () => {
  test('is looked up before anything is posted again', async () => {
    const { df, sandbox, input, operations } = await sandboxWithNetwork();
    sandbox.faults.add({ on: 'connections.create', times: 1, fault: { kind: 'answer-lost' } });
    const { types, onEvent } = listener();
    const made = await df.connections.ensure(input, { onEvent });
    expect(sandbox.world().connections).toHaveLength(1);
    expect(made.name).toBe('to-app');
    expect(types()).toEqual(['answer-lost', 'adopted']);
    expect(operations()).toEqual(['connections.list', 'connections.create', 'connections.list']);
  });

  test.each([
    { kind: 'status', status: 500, effect: true },
    { kind: 'malformed', how: 'truncated' },
    { kind: 'malformed', how: 'missing-field', field: 'connection_id' },
    { kind: 'no-content' },
  ] as const)('so is an answer that says nothing: %j', async (fault) => {
    const { df, sandbox, input } = await sandboxWithNetwork();
    sandbox.faults.add({ on: 'connections.create', times: 1, fault });
    await df.connections.ensure(input);
    expect(sandbox.world().connections).toHaveLength(1);
  });

  test('so is a time-out', async () => {
    const { df, sandbox, input } = await sandboxWithNetwork({}, { timeoutMs: 300 });
    sandbox.faults.add({ on: 'connections.create', times: 1, fault: { kind: 'slow', ms: 1_000 } });
    const { types, onEvent } = listener();
    await df.connections.ensure(input, { onEvent });
    expect(types()).toEqual(['answer-lost', 'adopted']);
    expect(sandbox.world().connections).toHaveLength(1);
  });

  test('so is one whose connection appears late', async () => {
    const { df, sandbox, input } = await sandboxWithNetwork();
    sandbox.faults.add({ on: 'connections.create', times: 1, fault: { kind: 'answer-lost' } });
    sandbox.faults.add({ on: 'connections.create', times: 1, fault: { kind: 'not-visible', ms: 400 } });
    await df.connections.ensure(input);
    expect(sandbox.world().connections).toHaveLength(1);
  });

  test('of a request without effect leads to another', async () => {
    const { df, sandbox, input, operations } = await sandboxWithNetwork();
    sandbox.faults.add({ on: 'connections.create', times: 1, fault: { kind: 'refused' } });
    await df.connections.ensure(input);
    expect(sandbox.world().connections).toHaveLength(1);
    expect(operations().filter((operation) => operation === 'connections.create')).toHaveLength(2);
  });

  test('of a creation that then failed makes no second', async () => {
    const { df, sandbox, input } = await sandboxWithNetwork();
    sandbox.faults.add({ on: 'connections.create', fault: { kind: 'answer-lost' } });
    sandbox.faults.add({ on: 'connections.create', fault: { kind: 'fails', statusDetail: 'no such VPC' } });
    sandbox.faults.add({
      on: 'connections.list',
      skip: 1,
      times: 1,
      fault: { kind: 'slow', ms: 100, phase: 'before' },
    });
    const error = await rejection(df.connections.ensure(input, { replace: true }), errors.FailedStateError);
    expect(error.message).toContain('no such VPC');
    expect(sandbox.world().connections).toHaveLength(1);
  });
});

test('a list that fails after the creation hides nothing', async () => {
  const { df, sandbox, input } = await sandboxWithNetwork();
  sandbox.faults.add({ on: 'connections.list', skip: 1, times: 1, fault: { kind: 'status', status: 403 } });
  const { types, onEvent } = listener();
  expect((await df.connections.ensure(input, { onEvent })).name).toBe('to-app');
  expect(types()).toEqual(['created']);
});

test.each([401, 403, 400, 429])('a %s to the creation is final', async (status) => {
  const { df, sandbox, input } = await sandboxWithNetwork();
  sandbox.faults.add({ on: 'connections.create', fault: { kind: 'status', status } });
  await rejection(df.connections.ensure(input), errors.DfCloudError);
  expect(sandbox.world().connections).toHaveLength(0);
});

test('a race is noticed also when only the later one can', async () => {
  // Theirs was not in the first list, and is in the second, further along than ours.
  const theirs = wireConnection({ connection_id: 'conn-zzz', status: 'active' });
  const { client, calls } = await withConnections([theirs], [[]]);
  const { events, onEvent } = listener();
  const kept = await client.connections.ensure(AWS_CONNECTION, { onEvent });
  expect(kept.id).toBe('conn-new-1');
  expect(events).toMatchObject([
    { type: 'created' },
    { type: 'race-won', kept: { id: 'conn-new-1' }, duplicate: { id: 'conn-zzz' } },
  ]);
  expect(calls().some((call) => call.startsWith('DELETE'))).toBe(false);
});

describe('a terminal connection', () => {
  test.each(['failed', 'irrecoverable'])('%s is reported, not adopted', async (status) => {
    const { client, calls } = await withConnections([wireConnection({ status, status_detail: 'why' })]);
    const { events, onEvent } = listener();
    const error = await rejection(
      client.connections.ensure(AWS_CONNECTION, { onEvent }),
      errors.FailedStateError,
    );
    expect(error.wait).toMatchObject({ id: 'conn-1', lastStatus: status, statusDetail: 'why' });
    expect(error.fix).toContain('replace: true');
    expect(events).toMatchObject([
      { type: 'terminal-found', connection: { id: 'conn-1' }, replacing: false },
    ]);
    expect(calls()).toEqual(['GET /v1/connections']);
  });

  test('is replaced when that is asked for', async () => {
    const { df, sandbox, input } = await sandboxWithNetwork();
    const dead = await df.connections.create(input);
    sandbox.fail(dead.id, 'no such VPC');
    const { events, onEvent } = listener();
    const made = await df.connections.ensure(input, { replace: true, onEvent });
    expect(made.id).not.toBe(dead.id);
    expect(sandbox.world().connections).toMatchObject([{ connection_id: made.id }]);
    expect(events).toMatchObject([
      { type: 'terminal-found', connection: { id: dead.id }, replacing: true },
      { type: 'created', connection: { id: made.id } },
    ]);
  });

  test('that vanishes meanwhile is as good as replaced', async () => {
    const dead = wireConnection({ status: 'failed' });
    const { client } = await withConnections([], [[dead]]);
    expect((await client.connections.ensure(AWS_CONNECTION, { replace: true })).id).toBe('conn-new-0');
  });

  test('deleted is reported, and a new one made', async () => {
    const { client } = await withConnections([wireConnection({ status: 'deleted' })]);
    const { types, onEvent } = listener();
    expect((await client.connections.ensure(AWS_CONNECTION, { onEvent })).id).toBe('conn-new-1');
    expect(types()).toEqual(['terminal-found', 'created']);
  });

  test('beside a live one does not matter', async () => {
    const live = wireConnection({ connection_id: 'conn-2', status: 'inactive' });
    const { client } = await withConnections([wireConnection({ status: 'failed' }), live]);
    expect((await client.connections.ensure(AWS_CONNECTION)).id).toBe('conn-2');
  });
});

test('one on its way out is waited for', async () => {
  const { df, sandbox, input, operations } = await sandboxWithNetwork();
  const old = await df.connections.create(input);
  await df.connections.waitUntil(old.id, 'inactive');
  await df.connections.delete(old.id);
  sandbox.clearRequests();
  const made = await df.connections.ensure(input);
  expect(made.id).not.toBe(old.id);
  expect(sandbox.world().connections).toMatchObject([{ connection_id: made.id }]);
  expect(operations().indexOf('connections.get')).toBeLessThan(operations().indexOf('connections.create'));
});

describe('an AbortSignal', () => {
  const abortedIn100Ms = async (work: Promise<unknown>, controller: AbortController) => {
    const startedMs = performance.now();
    controller.abort();
    await rejection(work, errors.AbortedError);
    expect(performance.now() - startedMs).toBeLessThan(100);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  };

  test('ends it while it stands in line', async () => {
    const { client, server } = await scriptedClient(['hang']);
    const first = new AbortController();
    const ahead = client.connections.ensure(AWS_CONNECTION, { signal: first.signal });
    ahead.catch(() => undefined);
    await server.received(1);
    const controller = new AbortController();
    const work = client.connections.ensure(AWS_CONNECTION, { signal: controller.signal });
    work.catch(() => undefined);
    await sleep(20);
    await abortedIn100Ms(work, controller);
    await abortedIn100Ms(ahead, first);
  });

  test('ends it in the pause after a lost answer', async () => {
    const { client, server } = await scriptedClient(({ method }) =>
      method === 'POST' ? 'cut' : { json: [] },
    );
    const controller = new AbortController();
    const work = client.connections.ensure(AWS_CONNECTION, { signal: controller.signal });
    work.catch(() => undefined);
    await server.received(3);
    await sleep(50);
    await abortedIn100Ms(work, controller);
  });

  test('ends it during a request', async () => {
    const { client, server } = await scriptedClient(({ method }) =>
      method === 'POST' ? 'hang' : { json: [] },
    );
    const controller = new AbortController();
    const work = client.connections.ensure(AWS_CONNECTION, { signal: controller.signal });
    work.catch(() => undefined);
    await server.received(2);
    await abortedIn100Ms(work, controller);
  });

  test('that has fired already sends nothing', async () => {
    const { client, server } = await scriptedClient([{ json: [] }]);
    const signal = AbortSignal.abort();
    await rejection(client.connections.ensure(AWS_CONNECTION, { signal }), errors.AbortedError);
    expect(server.requests).toHaveLength(0);
  });
});

test('bad input and options are refused before anything', async () => {
  const { client, server } = await scriptedClient([{ json: [] }]);
  const { connections } = client;
  const peer = { ...AWS_CONNECTION.peer, vpcId: 'x' };
  for (const [input, options, field] of [
    [{ ...AWS_CONNECTION, peer }, {}, 'peer.vpcId'],
    [AWS_CONNECTION, { replace: 'yes' }, 'replace'],
    [AWS_CONNECTION, { replaced: true }, 'replaced'],
  ] as const) {
    const call = Reflect.apply(connections.ensure, connections, [input, options]);
    expect((await rejection(call, errors.InvalidInputError)).field).toBe(field);
  }
  expect(server.requests).toHaveLength(0);
});

test('a listener that throws does no harm', async () => {
  const { client } = await withConnections([wireConnection({ status: 'active' })]);
  const onEvent = () => {
    throw new TypeError('broken hook');
  };
  expect((await client.connections.ensure(AWS_CONNECTION, { onEvent })).id).toBe('conn-1');
});
