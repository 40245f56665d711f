/** `setTimeout` fires at once for anything longer. */
const LONGEST_MS = 2_147_483_647;

/** In words, for messages. */
export const LEGAL_DURATION = `milliseconds, 0 to ${LONGEST_MS}`;

/** True for a number of milliseconds that a timer can wait. */
export function isDuration(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= LONGEST_MS;
}
