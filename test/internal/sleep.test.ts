import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { sleep } from '../../src/internal/sleep.js';

test('sleeps for the time it is given', async () => {
  const startedMs = performance.now();
  await sleep(30);
  expect(performance.now() - startedMs).toBeGreaterThan(25);
});

test('rejects with the reason as soon as aborted', async () => {
  const controller = new AbortController();
  const asleep = sleep(60_000, controller.signal);
  controller.abort('up');
  await expect(asleep).rejects.toBe('up');
  await expect(sleep(60_000, controller.signal)).rejects.toBe('up');
});

test('leaves no timer and no listener', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const before = timers();
  const controller = new AbortController();
  const asleep = sleep(60_000, controller.signal).catch(() => undefined);
  expect(timers()).toBe(before + 1);
  controller.abort();
  await asleep;
  expect(timers()).toBe(before);

  const quiet = new AbortController();
  await sleep(1, quiet.signal);
  expect(getEventListeners(quiet.signal, 'abort')).toHaveLength(0);
});
