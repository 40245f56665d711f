import { nearest } from '../internal/nearest.js';
import type { ErrorText } from './base.js';

/*
 * Every text of every error stands here, so that one reader can check them for tone, for secrets and for a next step.
 * Section by section: input, API key, base URL, requests, answers, waiting.
 */

/** A value as a message shows it: quoted, cut at 80 characters. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/* Input */

/** An option has an illegal value. `legal` completes "It must be …". */
export function illegalValue(field: string, value: unknown, legal: string, example: string): ErrorText {
  const given = value === undefined ? `${field} is missing` : `${field} is ${shown(value)}`;
  return { message: `${given}. It must be ${legal}.`, fix: `Pass for example ${field}: ${example}.` };
}

/** An option exists that nobody knows. */
export function unknownOption(field: string, known: readonly string[]): ErrorText {
  const guess = nearest(field.split('.').at(-1) ?? field, known);
  return {
    message: `Unknown option ${field}.`,
    fix: guess ? `Did you mean ${guess}? Known: ${known.join(', ')}.` : `Known: ${known.join(', ')}.`,
  };
}
