import { expect, test } from 'vitest';
import { isOptions, isSignal, isTimeout, unknownKey } from '../../src/internal/guards.js';

test.each([1, 0.5, 15_000, 2_147_483_647])('%s is a timeout', (value) => {
  expect(isTimeout(value)).toBe(true);
});

test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 2_147_483_648, '5', 5n, null, undefined, {}])(
  '%s is no timeout',
  (value) => {
    expect(isTimeout(value)).toBe(false);
  },
);

test('options are objects and not lists', () => {
  expect([{}, Object.create(null)].every(isOptions)).toBe(true);
  expect([null, undefined, [], 'x', 1, () => 1].some(isOptions)).toBe(false);
});

test('a signal is known by what it can do', () => {
  expect(isSignal(new AbortController().signal)).toBe(true);
  expect(isSignal({ aborted: false, addEventListener: () => undefined })).toBe(true);
  expect([new AbortController(), {}, 'signal', null].some(isSignal)).toBe(false);
});

test('finds the first key that nobody knows', () => {
  expect(unknownKey({ a: 1, b: 2, c: 3 }, ['a'])).toBe('b');
  expect(unknownKey({ a: 1 }, ['a'])).toBeUndefined();
});
