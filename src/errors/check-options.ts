import { isOptions, isSignal, isTimeout, unknownKey } from '../internal/guards.js';
import { InvalidInputError } from './invalid-input-error.js';
import { illegalTimeout, illegalValue, notOptions, unknownOption } from './messages.js';

/**
 * Checks what all options have in common: they are an object, none of them is unknown, and `signal`, `onEvent`,
 * `timeoutMs` and `totalTimeoutMs`, where they are given, are what their names say.
 *
 * @throws InvalidInputError
 */
export function checkOptions(options: unknown, known: readonly string[]): void {
  if (!isOptions(options)) throw new InvalidInputError(notOptions(options, known), { field: 'options' });
  const unknown = unknownKey(options, known);
  if (unknown !== undefined) throw new InvalidInputError(unknownOption(unknown, known), { field: unknown });

  const { signal, onEvent } = options;
  if (signal !== undefined && !isSignal(signal)) {
    throw illegal('signal', signal, 'an AbortSignal', 'AbortSignal.timeout(5_000)');
  }
  if (onEvent !== undefined && typeof onEvent !== 'function') {
    throw illegal('onEvent', onEvent, 'a function', '(event) => {}');
  }
  for (const field of ['timeoutMs', 'totalTimeoutMs']) {
    const value = options[field];
    if (value === undefined || isTimeout(value)) continue;
    throw new InvalidInputError(illegalTimeout(field, value), { field });
  }
}

function illegal(field: string, value: unknown, legal: string, example: string): InvalidInputError {
  return new InvalidInputError(illegalValue(field, value, legal, example), { field });
}
