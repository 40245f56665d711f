import type { Sent } from '../errors/request-details.js';
import { DeadlineReached } from '../internal/abort.js';

/** Failures of name resolution and of connecting: nothing of the request can have left. */
const NEVER_LEFT = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** Whether a request whose attempt failed like this can have had an effect. */
export function sentWhenFailed(error: unknown): Sent {
  return NEVER_LEFT.has(failureCode(error)) ? 'no' : 'maybe';
}

/** The code of the deepest cause (`ECONNRESET`, …); `TIMEOUT` for our own clock; `UNKNOWN` where there is none. */
export function failureCode(error: unknown): string {
  if (error instanceof DeadlineReached) return 'TIMEOUT';
  let code = 'UNKNOWN';
  for (let cause = error, depth = 0; cause instanceof Error && depth < 10; cause = cause.cause, depth += 1) {
    const found = cause instanceof AggregateError ? codeOf(cause.errors[0]) : codeOf(cause);
    if (found !== undefined) code = found;
    else if (cause.name === 'AbortError') code = 'ABORTED';
  }
  return code;
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
