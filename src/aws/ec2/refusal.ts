import { AbortedError } from '../../errors/aborted-error.js';
import type { DfCloudError } from '../../errors/base.js';
import { CloudRefusedError } from '../../errors/cloud-refused-error.js';
import {
  awsCredentialsRefused,
  awsNotAllowed,
  awsRefused,
  awsUnreachable,
  cloudCallAborted,
} from '../../errors/messages.js';
import { NetworkError } from '../../errors/network-error.js';

/** A call of EC2 that failed. */
export interface FailedCall {
  /** `CreateRoute`. */
  readonly operation: string;
  /** The URL that it went to. */
  readonly endpoint: string;
  /** The caller's signal. */
  readonly signal: AbortSignal | undefined;
}

const CREDENTIALS = [
  'CredentialsProviderError',
  'TokenProviderError',
  'AuthFailure',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'SignatureDoesNotMatch',
  'RequestExpired',
  'MissingAuthenticationToken',
  'OptInRequired',
];
const NOT_ALLOWED = ['UnauthorizedOperation', 'AccessDenied', 'AccessDeniedException'];

/** What the SDK threw, as an error that says what was refused, to whom, and what to do. */
export function asCloudError(error: unknown, { operation, endpoint, signal }: FailedCall): DfCloudError {
  const name = `ec2:${operation}`;
  if (signal?.aborted) return new AbortedError(cloudCallAborted(name), undefined, signal.reason);

  const { code, message, requestId, answered } = partsOf(error);
  const call = { provider: 'aws', operation: name, cloudCode: code, ...(requestId && { requestId }) };
  if (NOT_ALLOWED.includes(code)) {
    const { action, who } = deniedIn(message);
    return new CloudRefusedError(awsNotAllowed(action ?? name, who, requestId), call, error);
  }
  if (CREDENTIALS.includes(code)) {
    return new CloudRefusedError(awsCredentialsRefused(name, code, message), call, error);
  }
  if (!answered) return new NetworkError(awsUnreachable(name, endpoint, code), undefined, error);
  return new CloudRefusedError(awsRefused(name, code, message, requestId), call, error);
}

/** True for an error of EC2 with one of these codes. EC2 writes some of them both with `ID` and with `Id`. */
export function isRefusal(error: unknown, ...codes: readonly string[]): error is CloudRefusedError {
  if (!(error instanceof CloudRefusedError)) return false;
  const code = error.call.cloudCode.toLowerCase();
  return codes.some((wanted) => wanted.toLowerCase() === code);
}

/** True when a permission is missing. */
export function isNotAllowed(error: unknown): error is CloudRefusedError {
  return isRefusal(error, ...NOT_ALLOWED);
}

/** The permission that was missing; undefined for any other failure. */
export function missingPermission(error: unknown): string | undefined {
  return isNotAllowed(error) ? error.call.operation : undefined;
}

/** True when the credentials themselves are missing, expired or wrong. */
export function isBadCredentials(error: unknown): error is CloudRefusedError {
  return isRefusal(error, ...CREDENTIALS);
}

interface Parts {
  readonly code: string;
  readonly message: string;
  readonly requestId: string | undefined;
  /** True when an answer came. */
  readonly answered: boolean;
}

function partsOf(error: unknown): Parts {
  if (!(error instanceof Error))
    return { code: 'Unknown', message: String(error), requestId: undefined, answered: false };
  const metadata: unknown = Reflect.get(error, '$metadata');
  const field = (name: string): unknown =>
    metadata instanceof Object ? Reflect.get(metadata, name) : undefined;
  const status = field('httpStatusCode');
  const requestId = field('requestId');
  const system: unknown = Reflect.get(error, 'code');
  const named = error.name === 'Error' || error.name === 'Unknown' ? undefined : error.name;
  const code = named ?? (typeof system === 'string' ? system : `HTTP ${String(status ?? 'error')}`);
  return {
    code,
    message: error.message,
    requestId: typeof requestId === 'string' ? requestId : undefined,
    answered: typeof status === 'number',
  };
}

/** EC2's newer texts name the principal and the action; older ones hold them only in an encoded form. */
function deniedIn(message: string): { action: string | undefined; who: string | undefined } {
  return {
    who: /User: (\S+) is not authorized/.exec(message)?.[1],
    action: /to perform: ([a-z0-9-]+:[A-Za-z]+)/.exec(message)?.[1],
  };
}
