import { AbortedError } from '../errors/aborted-error.js';
import { requestAborted, requestTimedOut } from '../errors/messages.js';
import { TimeoutError } from '../errors/timeout-error.js';
import type { RequestRecord } from './request-record.js';

/** The caller's signal fired during the call. */
export function aborted(record: RequestRecord, reason: unknown): AbortedError {
  const details = record.details();
  return new AbortedError(requestAborted(details), details, reason);
}

/** One of the two clocks ran out. */
export function outOfTime(
  record: RequestRecord,
  clock: 'timeoutMs' | 'totalTimeoutMs',
  afterMs: number,
): TimeoutError {
  const request = record.details();
  return new TimeoutError(requestTimedOut(request, clock, afterMs), { request }, record.lastError);
}
