import { expect, test } from 'vitest';
import { defined } from '../../src/internal/defined.js';

test('drops undefined and keeps every other value', () => {
  expect(defined({ a: undefined, b: null, c: '', d: 0, e: false })).toStrictEqual({
    b: null,
    c: '',
    d: 0,
    e: false,
  });
});
