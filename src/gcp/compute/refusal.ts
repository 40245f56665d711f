import { CloudRefusedError } from '../../errors/cloud-refused-error.js';

/** True for a refusal of Google with one of these codes: the reasons of its error bodies, as `forbidden`. */
export function isRefusal(error: unknown, ...codes: readonly string[]): error is CloudRefusedError {
  if (!(error instanceof CloudRefusedError)) return false;
  const code = error.call.cloudCode.toLowerCase();
  return codes.some((wanted) => wanted.toLowerCase() === code);
}

/**
 * True when something may not be read: a permission is missing, or an API is not enabled. `error.call.operation` is the
 * permission that the call needs.
 */
export function isNotAllowed(error: unknown): error is CloudRefusedError {
  return isRefusal(error, 'forbidden', 'accessNotConfigured', 'insufficientPermissions');
}
