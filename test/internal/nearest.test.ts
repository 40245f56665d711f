import { expect, test } from 'vitest';
import { nearest } from '../../src/internal/nearest.js';

const known = ['apiKey', 'baseUrl', 'timeoutMs', 'totalTimeoutMs'];

test.each([
  ['apikey', 'apiKey'],
  ['baseURL', 'baseUrl'],
  ['timeout', 'timeoutMs'],
])('%s is most like %s', (word, candidate) => {
  expect(nearest(word, known)).toBe(candidate);
});

test.each(['x', 'completelyDifferent', ''])('"%s" is like none', (word) => {
  expect(nearest(word, known)).toBeUndefined();
});
