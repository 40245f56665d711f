import type { InvalidInputError } from '../index.js';
import { isUsage } from './errors.js';
import { UsageError } from './usage-error.js';

/**
 * Lets a complaint of the library about one of its options name the flag that was typed.
 *
 * @param flagOf the flag that stands for each option; items of a list are looked up without their index.
 */
export async function inWordsOfFlags<T>(
  flagOf: Readonly<Record<string, string>>,
  work: () => Promise<T> | T,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isUsage(error) || !isInvalidInput(error)) throw error;
    const { field = '', message, fix } = error;
    const flag = flagOf[field.replace(/\[\d+\]$/, '')];
    if (flag === undefined) throw error;
    throw new UsageError(message.replaceAll(field, flag), fix.replaceAll(`${field}: `, `${flag} `));
  }
}

function isInvalidInput(error: unknown): error is InvalidInputError {
  return error instanceof Error && error.name === 'InvalidInputError';
}
