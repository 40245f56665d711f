import { replyInstead } from '../../fault-effects.js';
import type { Fault } from '../../faults.js';
import { type Answer, json, type Reply } from '../../http-server.js';
import { defined, type Fields } from './fields.js';
import { GcpError } from './gcp-error.js';

const JSON_TYPE = { 'content-type': 'application/json; charset=UTF-8' };

/** What was asked for. */
export function success(content: Fields): Answer {
  return json(200, content, JSON_TYPE);
}

/** A refusal (recorded shape). */
export function failure({ httpStatus, reason, message, more }: GcpError): Answer {
  const { domain = 'global', status, details, at, headers, withoutList = false } = more;
  const error = defined({
    code: httpStatus,
    message,
    errors: withoutList ? undefined : [{ message, domain, reason, ...at }],
    status,
    details,
  });
  return json(httpStatus, { error }, { ...JSON_TYPE, ...headers });
}

/** What a fault sends instead of carrying a request out, in Google's words; undefined where it is the same for all doubles. */
export function gcpReplyInstead(fault: Fault): Reply | undefined {
  if (fault.kind === 'rate-limit') {
    const plain = replyInstead(fault);
    const headers = plain && plain !== 'hang-up' ? retryAfterOf(plain) : {};
    return failure(
      new GcpError(429, 'rateLimitExceeded', 'Quota exceeded for the requests of this minute.', {
        domain: 'usageLimits',
        status: 'RESOURCE_EXHAUSTED',
        headers,
      }),
    );
  }
  if (fault.kind === 'status' && fault.effect !== true && fault.body === undefined) {
    return toldTo(fault.status, fault.headers);
  }
  return undefined;
}

function retryAfterOf({ headers }: Answer): Record<string, string> {
  const value = headers?.['retry-after'];
  return value === undefined ? {} : { 'retry-after': value };
}

/** What a fault makes of the answer to a request that took effect. */
export function gcpReplyAfter(fault: Fault): Reply | undefined {
  if (fault.kind !== 'status' || fault.effect !== true || fault.body !== undefined) return undefined;
  return toldTo(fault.status, fault.headers);
}

const REASONS: Readonly<Record<number, string>> = {
  400: 'badRequest',
  401: 'authError',
  403: 'forbidden',
  404: 'notFound',
  409: 'conflict',
  412: 'conditionNotMet',
  429: 'rateLimitExceeded',
  500: 'internalError',
  503: 'backendError',
};

function toldTo(status: number, headers: Readonly<Record<string, string>> = {}): Answer {
  const reason = REASONS[status] ?? (status >= 500 ? 'backendError' : 'badRequest');
  return failure(new GcpError(status, reason, `The sandbox was told to answer ${status}.`, { headers }));
}
