import { nearest } from '../../internal/nearest.js';
import type { ErrorText } from '../base.js';
import { shown } from './shown.js';

/** An option has an illegal value. `legal` completes "It must be …". */
export function illegalValue(field: string, value: unknown, legal: string, example?: string): ErrorText {
  const given = value === undefined ? `${field} is missing` : `${field} is ${shown(value)}`;
  return {
    message: `${given}. It must be ${legal}.`,
    fix: example === undefined ? `Pass ${legal}.` : `Pass for example ${field}: ${example}.`,
  };
}

/** A duration is not legal. */
export function illegalTimeout(field: string, value: unknown): ErrorText {
  return illegalValue(field, value, 'a number of milliseconds above 0 and below 2^31', '30_000');
}

/** Something else stands where options are expected. It is not shown: it may well be an API key. */
export function notOptions(given: unknown, known: readonly string[]): ErrorText {
  return {
    message: `The options are ${kindOf(given)}. They must be an object.`,
    fix: `Pass an object with some of: ${known.join(', ')}.`,
  };
}

/** The kind of a value, for messages that must not show it. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** An option exists that nobody knows. */
export function unknownOption(field: string, known: readonly string[]): ErrorText {
  const guess = nearest(field.split('.').at(-1) ?? field, known);
  return {
    message: `Unknown option ${field}.`,
    fix: guess ? `Did you mean ${guess}? Known: ${known.join(', ')}.` : `Known: ${known.join(', ')}.`,
  };
}
