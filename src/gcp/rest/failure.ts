import type { DfCloudError } from '../../errors/base.js';
import { CloudRefusedError } from '../../errors/cloud-refused-error.js';
import { gcpCredentialsRefused, gcpNotAllowed, gcpRefused } from '../../errors/messages.js';
import { Fields } from '../compute/fields.js';

/** What Google said when it refused something. */
export interface Failure {
  /**
   * Google's own code, always in the form of its synchronous errors (`resourceInUseByAnotherResource`); `HTTP 502` where
   * the body is not Google's.
   */
  readonly code: string;
  /** Google's own words. */
  readonly message: string;
  /** The permission that is missing, where Google names it. */
  readonly permission?: string;
}

/** Google's code for a lock that another operation holds; for peerings it comes as `badRequest`, and only the text tells. */
export const BUSY = 'operationInProgress';

/** The failure in the body of an HTTP error. */
export function failureOfAnswer(status: number, body: unknown): Failure {
  const error = new Fields(body).at('error');
  const message = error.text('message');
  // Beside `authError` there is `required`, which as a 400 says that a field is missing.
  if (status === 401) return { code: 'authError', message: message ?? 'the answer was HTTP 401' };
  if (message === undefined) return { code: `HTTP ${status}`, message: `the answer was HTTP ${status}` };
  const info = error.records('details').find((detail) => detail.text('reason') !== undefined);
  const code =
    known(info?.text('reason')) ??
    error.records('errors')[0]?.text('reason') ??
    STATUS_CODES[error.text('status') ?? ''] ??
    `HTTP ${status}`;
  return failure(code, message, info?.at('metadata').text('permission'));
}

/** The failure of an operation that is over; undefined when it went well. It comes in an answer of HTTP 200. */
export function failureOfOperation(operation: unknown): Failure | undefined {
  const fields = new Fields(operation);
  const [first] = fields.at('error').records('errors');
  if (!first) {
    const status = fields.number('httpErrorStatusCode');
    return status === undefined
      ? undefined
      : failure(`HTTP ${status}`, fields.text('httpErrorMessage') ?? '');
  }
  const code = first.text('code') ?? 'unknown';
  const message = first.text('message') ?? code;
  return failure(STATUS_CODES[code] ?? camelCase(code), message);
}

/** The error that says what was refused and what to do. `operation` is the permission that the call needs. */
export function cloudError({ code, message, permission }: Failure, operation: string): DfCloudError {
  const call = { provider: 'gcp', operation, cloudCode: code };
  if (NOT_ALLOWED.includes(code)) {
    const missing = permission ?? operation;
    return new CloudRefusedError(gcpNotAllowed(missing, message), { ...call, operation: missing });
  }
  if (CREDENTIALS.includes(code))
    return new CloudRefusedError(gcpCredentialsRefused(operation, message), call);
  return new CloudRefusedError(gcpRefused(operation, code, message), call);
}

/** Codes of missing permissions. */
export const NOT_ALLOWED: readonly string[] = ['forbidden', 'insufficientPermissions'];

/** Codes of missing, expired or wrong credentials. */
export const CREDENTIALS: readonly string[] = ['authError', 'noCredentials'];

/** The codes of newer APIs, and of operations, as the older ones write them. */
const STATUS_CODES: Readonly<Record<string, string>> = {
  NOT_FOUND: 'notFound',
  RESOURCE_NOT_FOUND: 'notFound',
  PERMISSION_DENIED: 'forbidden',
  FORBIDDEN: 'forbidden',
  UNAUTHENTICATED: 'authError',
  ALREADY_EXISTS: 'alreadyExists',
  RESOURCE_ALREADY_EXISTS: 'alreadyExists',
  INVALID_ARGUMENT: 'invalid',
  FAILED_PRECONDITION: 'conditionNotMet',
  UNAVAILABLE: 'HTTP 503',
  INTERNAL: 'HTTP 500',
};

/** Reasons of the newer error details that say more than the older ones beside them. */
const REASONS: Readonly<Record<string, string>> = {
  SERVICE_DISABLED: 'accessNotConfigured',
  RATE_LIMIT_EXCEEDED: 'rateLimitExceeded',
  CONCURRENT_OPERATIONS_QUOTA_EXCEEDED: 'CONCURRENT_OPERATIONS_QUOTA_EXCEEDED',
  ACCESS_TOKEN_SCOPE_INSUFFICIENT: 'insufficientPermissions',
  IAM_PERMISSION_DENIED: 'forbidden',
  USER_PROJECT_DENIED: 'USER_PROJECT_DENIED',
};

function known(reason: string | undefined): string | undefined {
  return reason === undefined ? undefined : REASONS[reason];
}

function failure(given: string, message: string, permission?: string): Failure {
  const code = CODES_BY_TEXT.find(([pattern]) => pattern.test(message))?.[1] ?? given;
  const named = permission ?? (/permission/i.test(message) ? PERMISSION.exec(message)?.[1] : undefined);
  return { code, message, ...(named !== undefined && { permission: named }) };
}

/** What comes as `badRequest` for peerings, and has a code of its own elsewhere. */
const CODES_BY_TEXT: readonly (readonly [RegExp, string])[] = [
  [/operation in progress/i, BUSY],
  [/there is already a peering/i, 'alreadyExists'],
];

/** `'compute.networks.addPeering'`, in quotes as Google writes it. */
const PERMISSION = /'([a-z]+(?:\.[A-Za-z]+){2,})'/;

function camelCase(code: string): string {
  return code.toLowerCase().replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
