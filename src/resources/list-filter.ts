import { checkOptions } from '../errors/check-options.js';
import { InvalidInputError } from '../errors/invalid-input-error.js';
import { illegalValue } from '../errors/messages.js';

/**
 * Checks a filter at the door. A misspelt one would otherwise let everything through, to a caller who may be about to
 * delete what the list holds.
 *
 * @throws InvalidInputError
 */
export function checkListFilter(filter: unknown, known: readonly string[]): void {
  if (filter === undefined) return;
  checkOptions(filter, known);
  for (const [field, value] of Object.entries(Object(filter))) {
    if (value === undefined || typeof value === 'string') continue;
    throw new InvalidInputError(illegalValue(field, value, 'a text', '"orders"'), { field });
  }
}
