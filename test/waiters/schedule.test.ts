import { expect, test } from 'vitest';
import { pauseAfter, SHORTEST_PAUSE_MS } from '../../src/waiters/schedule.js';

const limits = Array.from({ length: 40 }, (_, index) => pauseAfter(index + 1, () => 1));

test('pauses are quick at first and grow', () => {
  expect(limits[0]).toBeLessThanOrEqual(250);
  for (const [index, limit] of limits.entries()) expect(limit).toBeGreaterThanOrEqual(limits[index - 1] ?? 0);
});

test('no pause is above five seconds', () => {
  expect(Math.max(...limits)).toBe(5_000);
  expect(pauseAfter(1_000_000, () => 1)).toBe(5_000);
});

test('half of each pause is random', () => {
  expect(pauseAfter(40, () => 0)).toBe(2_500);
  expect(new Set(Array.from({ length: 20 }, () => pauseAfter(40))).size).toBeGreaterThan(10);
});

test('no pause is below the shortest', () => {
  expect(pauseAfter(1, () => 0)).toBeGreaterThanOrEqual(SHORTEST_PAUSE_MS);
});
