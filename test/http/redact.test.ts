import { expect, test } from 'vitest';
import { redact } from '../../src/http/redact.js';

test('every occurrence of every secret goes', () => {
  expect(redact('key=k1 rule=r2 again k1', ['k1', 'r2'])).toBe('key=*** rule=*** again ***');
});

test('an empty secret changes nothing', () => {
  expect(redact('text', [''])).toBe('text');
});
