import { expect, test } from 'vitest';
import { NotFoundError, RateLimitError, ServerError } from '../../src/errors/index.js';
import { PollLoop, type Sighting } from '../../src/waiters/poll.js';
import { FakeClock } from '../helpers/fake-clock.js';
import { ScriptedSource, type Sequence } from '../helpers/poll-source.js';

const text = { message: '', fix: '' };
const request = { method: 'GET', path: '/', attempts: 1, sent: 'yes' } as const;

function setUp(script: Readonly<Record<string, Sequence>>) {
  const clock = new FakeClock();
  const source = new ScriptedSource(script);
  const loop = new PollLoop(source, clock, () => 1);
  const watch = (id: string) => {
    const seen: Sighting<string>[] = [];
    return { seen, stop: loop.watch(id, (sighting) => seen.push(sighting)) };
  };
  return { clock, source, loop, watch };
}

test('one id is read by itself', async () => {
  const { clock, source, watch } = setUp({ a: ['pending'] });
  const { seen } = watch('a');
  await clock.advance(0);
  expect(seen).toHaveLength(1);
  expect([source.lists, source.gets]).toEqual([0, ['a']]);
});

test('several ids share one list', async () => {
  const { clock, source, watch } = setUp({ a: ['pending'], b: ['active'] });
  const [a, b] = [watch('a'), watch('b')];
  await clock.advance(0);
  expect([a.seen.length, b.seen.length]).toEqual([1, 1]);
  expect([source.lists, source.gets]).toEqual([1, []]);
});

test('a thousand waiters make one request a tick', async () => {
  const ids = Array.from({ length: 1_000 }, (_, index) => `id-${index}`);
  const { clock, source, watch } = setUp(Object.fromEntries(ids.map((id) => [id, ['pending']])));
  const watches = ids.map(watch);
  await clock.advance(60_000);
  expect(source.gets).toEqual([]);
  expect(watches.map(({ seen }) => seen.length)).toEqual(ids.map(() => source.lists));
  // 60 s at 5 s a pause, and the quick ones at the beginning.
  expect(source.lists).toBeLessThan(25);
  expect(source.mostUnderWay).toBe(1);
});

test('a thousand waiters for one id read it once a tick', async () => {
  const { clock, source, watch } = setUp({ a: ['pending'] });
  const watches = Array.from({ length: 1_000 }, () => watch('a'));
  await clock.advance(0);
  expect([source.lists, source.gets.length]).toEqual([0, 1]);
  expect(watches.every(({ seen }) => seen.length === 1)).toBe(true);
});

test('an id that the list lacks is asked for once', async () => {
  const { clock, source, watch } = setUp({ a: ['active'], b: ['pending'] });
  source.unlisted.add('b');
  const [a, b, gone] = [watch('a'), watch('b'), watch('gone')];
  await clock.advance(0);
  expect([source.lists, source.gets.toSorted()]).toEqual([1, ['b', 'gone']]);
  expect([a.seen[0]?.kind, b.seen[0]?.kind, gone.seen[0]?.kind]).toEqual(['seen', 'seen', 'missing']);
});

test('the pauses grow to five seconds and no more', async () => {
  const { clock, source, watch } = setUp({ a: ['pending'] });
  watch('a');
  const gaps: number[] = [];
  let lastMs = 0;
  let polls = 0;
  for (let step = 0; step < 8_000; step += 1) {
    await clock.advance(10);
    if (source.gets.length === polls) continue;
    polls = source.gets.length;
    gaps.push(clock.now() - lastMs);
    lastMs = clock.now();
  }
  expect(gaps[1]).toBeLessThanOrEqual(260);
  expect(gaps.at(-1)).toBeGreaterThan(4_900);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(5_010);
});

test('a nudge looks at once, and quickly again', async () => {
  const { clock, source, loop, watch } = setUp({ a: ['pending'] });
  watch('a');
  await clock.advance(60_000);
  const before = source.gets.length;
  await clock.advance(500);
  loop.nudge();
  await clock.advance(0);
  expect(source.gets.length).toBe(before + 1);
  await clock.advance(1_000);
  expect(source.gets.length).toBeGreaterThanOrEqual(before + 3);
});

test('many nudges do not become many requests', async () => {
  const { clock, source, loop, watch } = setUp({ a: ['pending'] });
  watch('a');
  for (let nudge = 0; nudge < 1_000; nudge += 1) {
    loop.nudge();
    await clock.advance(1);
  }
  expect(source.gets.length).toBeLessThanOrEqual(10);
});

test('a nudge during a read leads to another', async () => {
  const { clock, source, loop, watch } = setUp({ a: ['pending'] });
  watch('a');
  await clock.advance(60_000);
  const before = source.gets.length;
  loop.nudge();
  await new Promise((resolve) => setImmediate(resolve));
  loop.nudge();
  await clock.advance(130);
  expect(source.gets.length).toBe(before + 2);
});

test('a new watch is looked at without waiting', async () => {
  const { clock, watch } = setUp({ a: ['pending'], b: ['pending'] });
  watch('a');
  await clock.advance(60_000);
  await clock.advance(200);
  const { seen } = watch('b');
  await clock.advance(125);
  expect(seen.length).toBeGreaterThanOrEqual(1);
});

test('a read that began before a watch does not count for it', async () => {
  const { clock, loop, source } = setUp({ a: ['active', 'pending'], b: ['pending'] });
  loop.watch('a', () => undefined);
  while (source.gets.length === 0) await Promise.resolve();
  const seen: string[] = [];
  loop.watch('a', (sighting) => seen.push(sighting.kind === 'seen' ? sighting.status : sighting.kind));
  await clock.advance(200);
  expect(seen[0]).toBe('pending');
});

test('what the server asks for makes the pause longer', async () => {
  for (const error of [new RateLimitError(text, request, 20_000), new ServerError(text, request, 20_000)]) {
    const { clock, source, loop, watch } = setUp({ a: [error, 'pending'] });
    watch('a');
    await clock.advance(19_000);
    loop.nudge();
    await clock.advance(500);
    expect(source.gets.length).toBe(1);
    await clock.advance(600);
    expect(source.gets.length).toBe(2);
  }
});

test('the wish of a server is capped', async () => {
  const { clock, source, watch } = setUp({ a: [new RateLimitError(text, request, 3_600_000), 'pending'] });
  watch('a');
  await clock.advance(29_900);
  expect(source.gets.length).toBe(1);
  await clock.advance(200);
  expect(source.gets.length).toBe(2);
});

test('a failed list is an error for everybody', async () => {
  const { clock, source, watch } = setUp({ a: ['pending'], b: ['pending'] });
  source.listError = new NotFoundError(text);
  const [a, b] = [watch('a'), watch('b')];
  await clock.advance(0);
  expect([a.seen[0]?.kind, b.seen[0]?.kind]).toEqual(['error', 'error']);
});

test('nothing runs when nobody watches', async () => {
  const { clock, source, watch } = setUp({ a: ['pending'], b: ['pending'] });
  const [a, b] = [watch('a'), watch('b')];
  await clock.advance(1_000);
  a.stop();
  b.stop();
  b.stop();
  await clock.advance(0);
  const before = source.lists + source.gets.length;
  expect(clock.sleeping).toBe(0);
  await clock.advance(60_000);
  expect(source.lists + source.gets.length).toBe(before);
});

test('the loop begins again after it ended', async () => {
  const { clock, source, watch } = setUp({ a: ['pending'] });
  const first = watch('a');
  await clock.advance(300);
  first.stop();
  const second = watch('a');
  await clock.advance(300);
  expect(second.seen.length).toBeGreaterThan(0);
  second.stop();
  await clock.advance(0);
  const third = watch('a');
  await clock.advance(300);
  expect(third.seen.length).toBeGreaterThan(0);
  expect(source.mostUnderWay).toBe(1);
});
