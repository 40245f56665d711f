import { describe, expect, test } from 'vitest';
import { InvalidInputError } from '../../src/errors/index.js';
import { checkWaitOptions, checkWaitTarget } from '../../src/resources/wait-options.js';
import { thrown } from '../helpers/errors.js';

test('defaults are 20 minutes and waiting', () => {
  expect(checkWaitOptions({})).toEqual({ timeoutMs: 1_200_000, whenYourMove: 'wait' });
});

test.each([
  [{ timeout: 5 }, 'timeout'],
  [{ timeoutMs: 0 }, 'timeoutMs'],
  [{ timeoutMs: Number.NaN }, 'timeoutMs'],
  [{ timeoutMs: Number.POSITIVE_INFINITY }, 'timeoutMs'],
  [{ timeoutMs: -1 }, 'timeoutMs'],
  [{ whenYourMove: 'explode' }, 'whenYourMove'],
  [{ signal: {} }, 'signal'],
  [{ onEvent: 'x' }, 'onEvent'],
])('%j is refused by name', (options, field) => {
  const call = () => Reflect.apply(checkWaitOptions, undefined, [options]);
  expect(thrown(call, InvalidInputError).field).toBe(field);
});

describe('targets', () => {
  test.each(['pending', 'updating', 'restoring', 'deleting', 'Active', '', undefined])(
    '%s is none',
    (status) => {
      const error = thrown(
        () => checkWaitTarget(status, ['inactive', 'active', 'deleted']),
        InvalidInputError,
      );
      expect(error.message).toContain('inactive or active or deleted');
      expect(error.field).toBe('status');
    },
  );

  test('the ordered ones and deleted are', () => {
    expect(() => checkWaitTarget('inactive', ['inactive', 'active', 'deleted'])).not.toThrow();
  });
});
