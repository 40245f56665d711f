import { expect, test } from 'vitest';
import { systemClock } from '../../src/internal/clock.js';

test('the system clock moves while it sleeps', async () => {
  const beforeMs = systemClock.now();
  await systemClock.sleep(15);
  expect(systemClock.now() - beforeMs).toBeGreaterThan(10);
});

test('an aborted sleep of the system clock ends', async () => {
  await expect(systemClock.sleep(60_000, AbortSignal.abort('no'))).rejects.toBe('no');
});
