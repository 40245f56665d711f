import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { abortable, DeadlineReached, withDeadline } from '../../src/internal/abort.js';

const never = () => new Promise<never>(() => undefined);

test('gives what the work gives', async () => {
  expect(await withDeadline(1_000, undefined, async () => 7)).toBe(7);
  expect(await abortable(Promise.resolve(7), new AbortController().signal)).toBe(7);
});

test('rejects at the deadline although the work ignores it', async () => {
  await expect(withDeadline(10, undefined, never)).rejects.toThrow(DeadlineReached);
});

test("rejects with the outer signal's own reason", async () => {
  const controller = new AbortController();
  const reason = { why: 'enough' };
  const work = withDeadline(1_000, controller.signal, never);
  controller.abort(reason);
  await expect(work).rejects.toBe(reason);
});

test('does not begin when already aborted', async () => {
  let began = false;
  const work = withDeadline(1_000, AbortSignal.abort('early'), async () => {
    began = true;
  });
  await expect(work).rejects.toBe('early');
  expect(began).toBe(false);
});

test('leaves no listener on any way out', async () => {
  const { signal } = new AbortController();
  await withDeadline(1_000, signal, async () => 1);
  await withDeadline(5, signal, never).catch(() => undefined);
  await withDeadline(1_000, signal, async () => Promise.reject(new TypeError('no'))).catch(() => undefined);
  await abortable(Promise.resolve(1), signal);
  await abortable(Promise.reject(new TypeError('no')), signal).catch(() => undefined);
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});

test('leaves no timer on any way out', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const before = timers();
  const controller = new AbortController();
  await withDeadline(60_000, undefined, async () => 1);
  await withDeadline(60_000, undefined, async () => Promise.reject(new TypeError('no'))).catch(
    () => undefined,
  );
  const cancelled = withDeadline(60_000, controller.signal, never).catch(() => undefined);
  expect(timers()).toBe(before + 1);
  controller.abort();
  await cancelled;
  expect(timers()).toBe(before);
});

test('hands the work a signal of its own', async () => {
  const outer = new AbortController();
  let inner: AbortSignal | undefined;
  await withDeadline(5, outer.signal, async (signal) => {
    inner = signal;
    return never();
  }).catch(() => undefined);
  expect(inner?.aborted).toBe(true);
  expect(outer.signal.aborted).toBe(false);
});
