import type { Fault } from '../../faults.js';
import { type Answer, json, type Reply } from '../../http-server.js';
import { EntraError } from './entra-error.js';

/** What an error tells of the request it belongs to. */
export interface EntraStamp {
  readonly nowMs: number;
  readonly traceId: string;
  readonly correlationId: string;
}

/** An answer that was asked for. */
export function entraSuccess(body: object, { traceId }: EntraStamp): Answer {
  return json(200, body, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store, no-cache',
    pragma: 'no-cache',
    'x-ms-request-id': traceId,
  });
}

/** A refusal: OAuth's word, and Microsoft's number and text. */
export function entraFailure(error: EntraError, stamp: EntraStamp, headers = {}): Answer {
  const timestamp = new Date(stamp.nowMs)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, 'Z');
  const { traceId, correlationId } = stamp;
  const trail = `Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`;
  const body = {
    error: error.error,
    error_description: `AADSTS${error.code}: ${error.message} ${trail}`,
    error_codes: [error.code],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
    error_uri: `https://login.microsoftonline.com/error?code=${error.code}`,
  };
  const answer = entraSuccess(body, stamp);
  return { ...answer, status: error.status, headers: { ...answer.headers, ...headers } };
}

/** What a fault sends in place of carrying a request out; undefined where it is the same for all doubles. */
export function entraReplyInstead(fault: Fault, stamp: EntraStamp): Reply | undefined {
  if (fault.kind === 'rate-limit') {
    const seconds = fault.retryAfterSeconds;
    const headers = seconds === undefined ? {} : { 'retry-after': String(Math.ceil(seconds)) };
    const text = 'The tenant is throttled due to too many requests.';
    return entraFailure(new EntraError(429, 'temporarily_unavailable', 90055, text), stamp, headers);
  }
  if (fault.kind === 'status' && fault.effect !== true && fault.body === undefined) {
    const text = `A transient error has occurred. The sandbox was told to answer ${fault.status}.`;
    const error = new EntraError(fault.status, 'temporarily_unavailable', 90033, text);
    return entraFailure(error, stamp, fault.headers);
  }
  return undefined;
}
