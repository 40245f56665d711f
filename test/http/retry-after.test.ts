import { expect, test } from 'vitest';
import { parseRetryAfter } from '../../src/http/retry-after.js';

const NOW = Date.parse('2026-11-22T12:00:00Z');

test.each([
  ['0', 0],
  ['7', 7_000],
  [' 7 ', 7_000],
  ['Sun, 22 Nov 2026 12:00:30 GMT', 30_000],
  ['Sunday, 22-Nov-26 12:00:30 GMT', 30_000],
  ['Sun Nov 22 12:00:30 2026 GMT', 30_000],
  ['Sun, 22 Nov 2026 11:00:00 GMT', 0],
])('"%s" asks for %s ms', (header, ms) => {
  expect(parseRetryAfter(header, NOW)).toBe(ms);
});

test.each([undefined, '', 'soon', '-5', '1.5', '1e3', 'NaN', 'Infinity', '99999999999999'])(
  '"%s" makes no sense and is ignored',
  (header) => {
    expect(parseRetryAfter(header, NOW)).toBeUndefined();
  },
);
