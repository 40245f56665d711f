import { CloudRefusedError } from '../../errors/cloud-refused-error.js';
import { CREDENTIALS, NOT_ALLOWED } from '../rest/failure.js';

/** True for a refusal of Google with one of these codes: the reasons of its error bodies, as `notFound`. */
export function isRefusal(error: unknown, ...codes: readonly string[]): error is CloudRefusedError {
  if (!(error instanceof CloudRefusedError)) return false;
  const code = error.call.cloudCode.toLowerCase();
  return codes.some((wanted) => wanted.toLowerCase() === code);
}

/** Google's code for an API that the project has not enabled. */
export const API_DISABLED = 'accessNotConfigured';

/**
 * True when something may not be read: a permission is missing, or an API is not enabled. `error.call.operation` is the
 * permission that the call needs.
 */
export function isNotAllowed(error: unknown): error is CloudRefusedError {
  return isRefusal(error, ...NOT_ALLOWED, API_DISABLED);
}

/** True when the credentials themselves are missing, expired or wrong. */
export function isBadCredentials(error: unknown): error is CloudRefusedError {
  return isRefusal(error, ...CREDENTIALS);
}
