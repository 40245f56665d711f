import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import * as errors from '../../src/errors/index.js';
import type { WaitEvent } from '../../src/waiters/events.js';
import { PollLoop } from '../../src/waiters/poll.js';
import type { StatusTable } from '../../src/waiters/status-table.js';
import { type WaitRequest, waitForStatus } from '../../src/waiters/wait.js';
import { rejection } from '../helpers/errors.js';
import { FakeClock } from '../helpers/fake-clock.js';
import { ScriptedSource, type Sequence } from '../helpers/poll-source.js';

const table: StatusTable = {
  pending: ['pending'],
  ordered: ['inactive', 'active'],
  yourMove: ['inactive'],
  failed: ['failed', 'irrecoverable'],
  leaving: ['deleting', 'deleted'],
};
const text = { message: 'trouble', fix: '' };
const details = { method: 'GET', path: '/', attempts: 1, sent: 'yes' } as const;
const unwell = new errors.ServerError(text, details);
const cut = new errors.NetworkError(text, details);
const garbled = new errors.ResponseError(text, { at: 'status' });

/** Waits for connection `c` while it goes through the statuses, on a clock that runs by itself. */
function setUp(sequence: Sequence, request: Partial<WaitRequest<string>> = {}) {
  const clock = new FakeClock();
  const source = new ScriptedSource({ c: sequence });
  const loop = new PollLoop(source, clock, () => 1);
  const events: WaitEvent[] = [];
  const wait = () =>
    waitForStatus(loop, {
      resource: 'connection',
      id: 'c',
      target: 'active',
      table,
      timeoutMs: 600_000,
      missingGraceMs: 3_000,
      whenYourMove: 'wait',
      yourMoveFix: () => 'aws ec2 accept-vpc-peering-connection',
      onEvent: (event) => events.push(event),
      ...request,
    });
  const of = <Type extends WaitEvent['type']>(type: Type) => events.filter((event) => event.type === type);
  return { clock, source, loop, events, of, wait, run: () => clock.run(wait()) };
}

describe('reaching the target', () => {
  test('gives the resource as it was then', async () => {
    const { run, of } = setUp(['pending', 'pending', 'inactive', 'active']);
    expect(await run()).toBe('c active');
    expect(of('status').map((event) => 'status' in event && event.status)).toEqual([
      'pending',
      'inactive',
      'active',
    ]);
  });

  test('an early active satisfies a wait for inactive', async () => {
    expect(await setUp(['pending', 'active'], { target: 'inactive' }).run()).toBe('c active');
  });

  test('a target that is already reached takes one poll', async () => {
    const { run, source } = setUp(['active']);
    await run();
    expect(source.gets).toEqual(['c']);
  });
});

describe('a terminal status', () => {
  test.each(['failed', 'irrecoverable', 'deleting', 'deleted'])(
    '%s ends the wait within one poll',
    async (status) => {
      const { clock, wait, source } = setUp(['pending', `${status}: the peer said no`, 'active']);
      const error = await rejection(clock.run(wait()), errors.FailedStateError);
      expect(source.gets).toHaveLength(2);
      expect(error.wait).toMatchObject({
        lastStatus: status,
        statusDetail: 'the peer said no',
        target: 'active',
      });
      expect(error.message).toContain('the peer said no');
      expect(error.fix).not.toBe('');
    },
  );

  test('its fix fits the status', async () => {
    const { clock, wait } = setUp(['irrecoverable']);
    const error = await rejection(clock.run(wait()), errors.FailedStateError);
    expect(error.fix).toContain('dfcloud connections delete c');
  });
});

describe("the customer's move", () => {
  test('is announced once, with the next step', async () => {
    const { run, of } = setUp(['pending', 'inactive', 'inactive', 'pending', 'inactive', 'active']);
    await run();
    expect(of('your-move')).toEqual([
      {
        type: 'your-move',
        status: 'inactive',
        fix: 'aws ec2 accept-vpc-peering-connection',
        resource: 'connection',
        id: 'c',
        target: 'active',
        elapsedMs: expect.any(Number),
      },
    ]);
  });

  test('is no matter while waiting for inactive', async () => {
    const { run, of } = setUp(['pending', 'inactive'], { target: 'inactive' });
    await run();
    expect(of('your-move')).toEqual([]);
  });

  test('can end the wait instead', async () => {
    const { clock, wait } = setUp(['inactive'], { whenYourMove: 'fail' });
    const error = await rejection(clock.run(wait()), errors.NeedsYourActionError);
    expect(error.fix).toBe('aws ec2 accept-vpc-peering-connection');
    expect(error.wait.lastStatus).toBe('inactive');
  });
});

test('an unknown status is waited through, warned of once', async () => {
  const { run, of } = setUp(['provisioning', 'provisioning', 'warming', 'provisioning', 'active']);
  expect(await run()).toBe('c active');
  expect(of('unknown-status').map((event) => 'status' in event && event.status)).toEqual([
    'provisioning',
    'warming',
  ]);
});

describe('a 404', () => {
  test('is tolerated for 3 s for a foreign id', async () => {
    const { clock, wait } = setUp(['missing']);
    const error = await rejection(clock.run(wait()), errors.NotFoundError);
    expect(clock.now()).toBeGreaterThanOrEqual(3_000);
    expect(clock.now()).toBeLessThan(8_001);
    expect(error.message).toMatch(/does not exist \(404 for \d\.\d s\)/);
  });

  test('is tolerated for 30 s for an id of ours', async () => {
    const { clock, wait } = setUp(['missing'], { missingGraceMs: 30_000 });
    await rejection(clock.run(wait()), errors.NotFoundError);
    expect(clock.now()).toBeGreaterThanOrEqual(30_000);
    expect(clock.now()).toBeLessThan(35_001);
  });

  test('that passes in time does no harm', async () => {
    const { run } = setUp(['missing', 'missing', 'pending', 'active'], { missingGraceMs: 30_000 });
    expect(await run()).toBe('c active');
  });

  test('after a status tells which it was', async () => {
    const { clock, wait } = setUp([...Array.from({ length: 12 }, () => 'pending'), 'missing']);
    const error = await rejection(clock.run(wait()), errors.NotFoundError);
    expect(error.message).toContain('any more; it was pending');
  });
});

describe('waiting for deleted', () => {
  test('ends with the status or with a 404', async () => {
    for (const last of ['deleted', 'missing']) {
      const { run } = setUp(['active', 'deleting', last], { target: 'deleted' });
      expect(await run()).toBeUndefined();
    }
  });

  test('an id never seen counts as gone after the grace', async () => {
    const { clock, run } = setUp(['missing'], { target: 'deleted' });
    expect(await run()).toBeUndefined();
    expect(clock.now()).toBeGreaterThanOrEqual(3_000);
  });

  test('an id just deleted counts as gone at once', async () => {
    const { clock, run } = setUp(['missing'], { target: 'deleted', missingGraceMs: 0 });
    await run();
    expect(clock.now()).toBe(0);
  });
});

describe('failed reads', () => {
  test.each([
    new errors.AuthError('api_key_refused', text),
    new errors.AuthError('api_key_not_allowed', text),
    new errors.InvalidInputError(text),
  ])('$code ends the wait at once', async (error) => {
    const { clock, wait, source } = setUp(['pending', error, 'active']);
    expect(await rejection(clock.run(wait()), errors.DfCloudError)).toBe(error);
    expect(source.gets).toHaveLength(2);
  });

  test('5xx and network trouble are waited through and counted', async () => {
    const { run, of } = setUp([unwell, cut, unwell, 'pending', 'active']);
    expect(await run()).toBe('c active');
    expect(of('poll-failed').map((event) => 'code' in event && event.code)).toEqual([
      'server_error',
      'network',
      'server_error',
    ]);
  });

  test('an answer that cannot be read ends it the third time', async () => {
    const { run } = setUp([garbled, garbled, 'pending', garbled, garbled, 'active']);
    expect(await run()).toBe('c active');
    const { clock, wait, source } = setUp([garbled]);
    expect(await rejection(clock.run(wait()), errors.ResponseError)).toBe(garbled);
    expect(source.gets).toHaveLength(3);
  });

  test('a bug of ours ends it at once', async () => {
    const bug = new TypeError('bug');
    const { clock, wait } = setUp([bug]);
    expect(await rejection(clock.run(wait()), TypeError)).toBe(bug);
  });
});

describe('the timeout', () => {
  test('its error tells all that was seen', async () => {
    const { clock, wait } = setUp(['missing', unwell, 'pending: asking the cloud'], { timeoutMs: 60_000 });
    const error = await rejection(clock.run(wait()), errors.TimeoutError);
    const { wait: seen } = error;
    expect(seen).toMatchObject({
      resource: 'connection',
      id: 'c',
      target: 'active',
      lastStatus: 'pending',
      statusDetail: 'asking the cloud',
      elapsedMs: 60_000,
      seen: { missing: 1, 'error:server_error': 1, pending: expect.any(Number) },
    });
    expect(seen?.inStatusMs).toBeGreaterThan(55_000);
    expect(seen?.inStatusMs).toBeLessThan(60_000);
    expect(error.message).toMatch(/did not become active within 60 s: it is still pending, for \d+ s now/);
    expect(error.message).toContain('missing 1x, error:server_error 1x, pending');
  });

  test('names what the customer had to do', async () => {
    const { clock, wait } = setUp(['inactive'], { timeoutMs: 5_000 });
    const error = await rejection(clock.run(wait()), errors.TimeoutError);
    expect(error.fix).toBe('aws ec2 accept-vpc-peering-connection');
  });

  test('says when nothing was ever seen', async () => {
    const { clock, wait } = setUp([unwell], { timeoutMs: 5_000 });
    const error = await rejection(clock.run(wait()), errors.TimeoutError);
    expect(error.message).toContain('it was never seen');
    expect(error.wait).not.toHaveProperty('lastStatus');
  });

  test('holds while a read hangs', async () => {
    const clock = new FakeClock();
    const hanging = {
      one: () => new Promise<never>(() => undefined),
      all: () => new Promise<never>(() => undefined),
    };
    const loop = new PollLoop<string>(hanging, clock);
    const work = waitForStatus(loop, {
      resource: 'network',
      id: 'n',
      target: 'active',
      table,
      timeoutMs: 1_000,
      missingGraceMs: 0,
      whenYourMove: 'wait',
      yourMoveFix: () => '',
      onEvent: () => undefined,
    });
    await rejection(clock.run(work), errors.TimeoutError);
  });
});

describe('an AbortSignal', () => {
  test('ends the wait at once and leaves nothing', async () => {
    const controller = new AbortController();
    const { clock, wait } = setUp(['pending'], { signal: controller.signal });
    const work = wait();
    work.catch(() => undefined);
    await clock.advance(10_000);
    controller.abort('enough');
    const error = await rejection(work, errors.AbortedError);
    expect(error.cause).toBe('enough');
    expect(error.message).toContain('while it was pending');
    await clock.advance(0);
    expect(clock.sleeping).toBe(0);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });

  test('that has fired already makes no request', async () => {
    const { clock, wait, source } = setUp(['active'], { signal: AbortSignal.abort() });
    await rejection(wait(), errors.AbortedError);
    await clock.advance(1_000);
    expect([source.gets.length, clock.sleeping]).toEqual([0, 0]);
  });

  test('is let go of on every other way out', async () => {
    const { signal } = new AbortController();
    await setUp(['active'], { signal }).run();
    for (const sequence of [['failed'], ['missing']]) {
      await setUp(sequence, { signal })
        .run()
        .catch(() => undefined);
    }
    await setUp(['pending'], { signal, timeoutMs: 100 })
      .run()
      .catch(() => undefined);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});

test('a finished wait leaves no timer', async () => {
  const { clock, run } = setUp(['active']);
  await run();
  await clock.advance(0);
  expect(clock.sleeping).toBe(0);
});
