import { checkOptions } from '../errors/check-options.js';
import { InvalidInputError } from '../errors/invalid-input-error.js';
import { illegalValue } from '../errors/messages.js';
import type { WaitOptions } from './call-options.js';

const KNOWN = ['timeoutMs', 'whenYourMove', 'signal', 'onEvent'];
const DEFAULT_TIMEOUT_MS = 1_200_000;

/** The options of a wait with their defaults filled in. @throws InvalidInputError */
export function checkWaitOptions(options: WaitOptions): { timeoutMs: number; whenYourMove: 'wait' | 'fail' } {
  checkOptions(options, KNOWN);
  const { timeoutMs = DEFAULT_TIMEOUT_MS, whenYourMove = 'wait' } = options;
  if (whenYourMove !== 'wait' && whenYourMove !== 'fail') {
    const text = illegalValue('whenYourMove', whenYourMove, "'wait' or 'fail'", "'fail'");
    throw new InvalidInputError(text, { field: 'whenYourMove' });
  }
  return { timeoutMs, whenYourMove };
}

/** Refuses a status that is no target: one passed through on the way, or misspelt. @throws InvalidInputError */
export function checkWaitTarget(status: unknown, targets: readonly string[]): void {
  if (typeof status === 'string' && targets.includes(status)) return;
  throw new InvalidInputError(illegalValue('status', status, targets.join(' or '), `"${targets[0]}"`), {
    field: 'status',
  });
}
