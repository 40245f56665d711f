import type { Sent } from '../errors/request-details.js';
import { DeadlineReached } from '../internal/abort.js';

/** Failures before a byte of the request can have left, whatever reports them: names, connecting, certificates. */
const BEFORE_SENDING = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'UND_ERR_CONNECT_TIMEOUT',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_NOT_YET_VALID',
  'CERT_HAS_EXPIRED',
  'CERT_UNTRUSTED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_SSL_WRONG_VERSION_NUMBER',
]);

/** The same by the system call that failed. EHOSTUNREACH of `read` says nothing: the connection stood already. */
const SYSCALLS_BEFORE_SENDING = new Set(['getaddrinfo', 'connect']);

/** Whether a request whose attempt failed like this can have had an effect. */
export function sentWhenFailed(error: unknown): Sent {
  const { code, syscall } = deepest(error);
  return BEFORE_SENDING.has(code) || SYSCALLS_BEFORE_SENDING.has(syscall) ? 'no' : 'maybe';
}

/** The code of the deepest cause (`ECONNRESET`, …); `TIMEOUT` for our own clock; `UNKNOWN` where there is none. */
export function failureCode(error: unknown): string {
  return deepest(error).code;
}

interface Failure {
  readonly code: string;
  /** '' where no system call failed. */
  readonly syscall: string;
}

function deepest(error: unknown): Failure {
  if (error instanceof DeadlineReached) return { code: 'TIMEOUT', syscall: '' };
  let failure: Failure = { code: 'UNKNOWN', syscall: '' };
  for (let cause = error, depth = 0; cause instanceof Error && depth < 10; cause = cause.cause, depth += 1) {
    // Node tries all addresses of a name; each failure to connect is one of `errors`.
    const failed: unknown = cause instanceof AggregateError ? cause.errors[0] : cause;
    const code = textOf(failed, 'code');
    if (code !== undefined) failure = { code, syscall: textOf(failed, 'syscall') ?? '' };
    else if (cause.name === 'AbortError') failure = { code: 'ABORTED', syscall: '' };
  }
  return failure;
}

function textOf(error: unknown, key: 'code' | 'syscall'): string | undefined {
  const value: unknown = error instanceof Object ? Reflect.get(error, key) : undefined;
  return typeof value === 'string' ? value : undefined;
}
