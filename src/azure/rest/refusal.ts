import { CloudRefusedError } from '../../errors/cloud-refused-error.js';
import { azureNotAllowed, azureRefused, azureTokenRefused } from '../../errors/messages.js';
import { at, listAt, textAt } from './json.js';

/** An answer that says no. */
export interface RefusedAnswer {
  /** The HTTP status; undefined for an operation that was accepted and failed later. */
  readonly status: number | undefined;
  /** The parsed body. */
  readonly body: unknown;
  readonly requestId: string | undefined;
}

const NOT_ALLOWED = ['AuthorizationFailed', 'LinkedAuthorizationFailed', 'Authorization_RequestDenied'];

const CREDENTIALS = [
  'InvalidAuthenticationToken',
  'InvalidAuthenticationTokenTenant',
  'ExpiredAuthenticationToken',
  'AuthenticationFailed',
  'AuthenticationFailedMissingToken',
  'InvalidAuthenticationInfo',
  'HTTP 401',
];

/** What an answer of ARM or Graph says, as an error that tells what was refused and what to do. */
export function asRefusal(operation: string, { status, body, requestId }: RefusedAnswer): CloudRefusedError {
  const { code, said } = wordsOf(status, body);
  const call = { provider: 'azure', operation, cloudCode: code, ...(requestId && { requestId }) };
  if (isOneOf(code, CREDENTIALS))
    return new CloudRefusedError(azureTokenRefused(operation, code, said), call);
  if (isOneOf(code, NOT_ALLOWED)) {
    const missing = graphPermission(operation);
    return new CloudRefusedError(azureNotAllowed(operation, said, requestId, missing), call);
  }
  return new CloudRefusedError(azureRefused(operation, code, said, requestId), call);
}

/**
 * What a call of Graph needs, which Graph itself does not say; undefined for other services, whose calls are named after
 * it. Source: the permissions reference of Microsoft Graph.
 */
function graphPermission(operation: string): string | undefined {
  if (!operation.startsWith('graph:')) return undefined;
  if (operation.startsWith('graph:GET ')) return 'Application.Read.All';
  return operation === 'graph:POST /servicePrincipals'
    ? 'Application.ReadWrite.OwnedBy, or Application.ReadWrite.All for an application of another tenant'
    : "Application.ReadWrite.OwnedBy, or Application.ReadWrite.All for an application that is not the identity's own";
}

/**
 * True for an error of Azure with one of these codes. A code that Azure uses for several things has a second part after
 * a dot (`Request_BadRequest.NoBackingApplicationObject`); the first part alone stands for all of them.
 */
export function isRefusal(error: unknown, ...codes: readonly string[]): error is CloudRefusedError {
  return error instanceof CloudRefusedError && isOneOf(error.call.cloudCode, codes);
}

/** True when a permission is missing. */
export function isNotAllowed(error: unknown): error is CloudRefusedError {
  return isRefusal(error, ...NOT_ALLOWED);
}

/** True when the token or the credential behind it is missing, expired, wrong or of another tenant. */
export function isBadCredentials(error: unknown): error is CloudRefusedError {
  return (
    isRefusal(error, ...CREDENTIALS) ||
    (error instanceof CloudRefusedError && error.call.cloudCode.startsWith('AADSTS'))
  );
}

/** True when the thing does not exist: ARM has one code for what lies in a resource and one for the resource itself. */
export function isMissing(error: unknown): error is CloudRefusedError {
  return isRefusal(error, ...MISSING);
}

const MISSING = [
  'NotFound',
  'ResourceNotFound',
  'ResourceGroupNotFound',
  'Request_ResourceNotFound',
  'RoleDefinitionDoesNotExist',
  'RoleAssignmentDoesNotExist',
  'HTTP 404',
];

function isOneOf(code: string, codes: readonly string[]): boolean {
  const lower = code.toLowerCase();
  return codes.some(
    (wanted) => lower === wanted.toLowerCase() || lower.startsWith(`${wanted.toLowerCase()}.`),
  );
}

function wordsOf(status: number | undefined, body: unknown): { code: string; said: string } {
  // One envelope of ARM is written with capitals.
  const error = at(body, 'error') ?? at(body, 'Error') ?? body;
  const code = textAt(error, 'code') ?? textAt(error, 'Code') ?? `HTTP ${status ?? 'error'}`;
  const message = textAt(error, 'message') ?? textAt(error, 'Message') ?? 'it says nothing more';
  const details = [...listAt(error, 'details'), ...listAt(error, 'Details')];
  const inner = details.flatMap((detail) => textAt(detail, 'code') ?? []);
  const reason = secondPart(code, message, inner);
  const more = details
    .flatMap((detail) => textAt(detail, 'message') ?? [])
    .filter((text) => text !== message);
  const said = [message, ...more].map((text) => text.trim().replace(/[.\s]*$/, '.')).join(' ');
  return { code: reason === undefined ? code : `${code}.${reason}`, said };
}

/** What of several things a code stands for, where the codes inside or only the text tell. */
function secondPart(code: string, message: string, inner: readonly string[]): string | undefined {
  switch (code) {
    case 'Request_BadRequest':
      if (inner.includes('NoBackingApplicationObject')) return 'NoBackingApplicationObject';
      return /does not reference a valid application object/i.test(message)
        ? 'NoBackingApplicationObject'
        : undefined;
    case 'Authorization_RequestDenied':
      return /must (be )?in the local tenant/i.test(message) ? 'NotInLocalTenant' : undefined;
    case 'RetryableError':
      return inner[0];
    default:
      return undefined;
  }
}
