import { expect, test } from 'vitest';
import { checkOptions } from '../../src/errors/check-options.js';
import { InvalidInputError } from '../../src/errors/index.js';
import { thrown } from '../helpers/errors.js';

const known = ['signal', 'onEvent', 'timeoutMs', 'replace'];

test('legal options pass', () => {
  const { signal } = new AbortController();
  expect(() => checkOptions({ signal, onEvent: () => undefined, timeoutMs: 1 }, known)).not.toThrow();
  expect(() =>
    checkOptions({ signal: undefined, onEvent: undefined, timeoutMs: undefined }, known),
  ).not.toThrow();
});

test('an unknown option is refused by name', () => {
  const error = thrown(() => checkOptions({ timeoutMS: 5 }, known), InvalidInputError);
  expect(error.message).toBe('Unknown option timeoutMS.');
  expect(error.field).toBe('timeoutMS');
  expect(error.fix).toContain('Did you mean timeoutMs?');
});

test.each([null, 'dfc_a_secret', 5, [], () => 1])('what is no object is refused unseen (%#)', (options) => {
  const error = thrown(() => checkOptions(options, known), InvalidInputError);
  expect(error.field).toBe('options');
  expect(`${error.message} ${error.fix}`).not.toContain('dfc_a_secret');
});

test.each([
  ['signal', new AbortController()],
  ['signal', null],
  ['onEvent', 'listener'],
  ['onEvent', null],
  ['timeoutMs', 0],
  ['timeoutMs', -1],
  ['timeoutMs', Number.NaN],
  ['timeoutMs', Number.POSITIVE_INFINITY],
  ['timeoutMs', 2 ** 31],
  ['timeoutMs', '5'],
  ['timeoutMs', 5n],
  ['timeoutMs', null],
])('an illegal %s is refused with its value (%#)', (field, value) => {
  const error = thrown(() => checkOptions({ [field]: value }, known), InvalidInputError);
  expect(error.field).toBe(field);
  expect(error.message).toMatch(new RegExp(`^${field} is .+\\. It must be `));
  expect(error.fix).toContain(`${field}: `);
});
