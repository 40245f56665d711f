import { expect, test } from 'vitest';
import { InvalidInputError } from '../../src/errors/index.js';
import { checkListFilter } from '../../src/resources/list-filter.js';
import { thrown } from '../helpers/errors.js';

const known = ['name', 'status', 'networkId'];

test('known texts pass, and so does no filter', () => {
  expect(() => checkListFilter(undefined, known)).not.toThrow();
  expect(() => checkListFilter({ name: 'x', status: undefined }, known)).not.toThrow();
});

test.each([
  [{ networkID: 'net_1' }, 'networkID'],
  [{ signal: new AbortController().signal }, 'signal'],
  [{ name: 5 }, 'name'],
  [{ status: null }, 'status'],
  [{ name: /x/ }, 'name'],
  [null, 'options'],
  ['orders', 'options'],
])('a filter that would let all through is refused (%#)', (filter, field) => {
  expect(thrown(() => checkListFilter(filter, known), InvalidInputError).field).toBe(field);
});
