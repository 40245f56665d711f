import type { Fault } from '../../../faults.js';
import type { Answer, ReceivedRequest, Reply } from '../../../http-server.js';
import type { AzureContext } from '../../azure-context.js';
import type { ArmResult } from '../arm-context.js';
import type { Operations } from '../operations.js';
import { ArmError } from './arm-error.js';
import { throttled } from './gateway-errors.js';

/** What answers are made of besides their content. */
export interface AnswerParts {
  readonly azure: Pick<AzureContext, 'ids' | 'clock'>;
  readonly operations: Operations;
  readonly request: ReceivedRequest;
  readonly apiVersion: string;
}

/** The answer to a request that was carried out. Header names are in the case in which ARM sends them (recorded). */
export function success(result: ArmResult, parts: AnswerParts): Answer {
  return {
    status: result.status,
    headers: { ...commonHeaders(parts), ...operationHeaders(result, parts), ...result.headers },
    body: result.body === undefined ? '' : JSON.stringify(result.body),
  };
}

/** A refusal. ARM's own gateway marks its refusals with a header. */
export function failure(error: ArmError, parts: AnswerParts): Answer {
  const gateway = error.origin === 'gateway' ? { 'x-ms-failure-cause': 'gateway' } : {};
  return {
    status: error.status,
    headers: { ...commonHeaders(parts), ...gateway, ...error.extras.headers },
    body: JSON.stringify(error),
  };
}

/** What a fault sends instead of carrying the request out, in ARM's words. */
export function replyInstead(fault: Fault, parts: AnswerParts): Reply | undefined {
  if (fault.kind === 'rate-limit') {
    const seconds = fault.retryAfterSeconds;
    const answer = failure(throttled(String(Math.ceil(seconds ?? 0))), parts);
    if (seconds !== undefined) return answer;
    const { 'Retry-After': _none, ...headers } = answer.headers ?? {};
    return { ...answer, headers };
  }
  if (fault.kind !== 'status' || fault.effect === true || fault.body !== undefined) return undefined;
  return failure(toldTo(fault.status), parts);
}

/** What a fault makes of the answer to a request that took effect. */
export function replyAfter(fault: Fault, parts: AnswerParts): Reply | undefined {
  if (fault.kind !== 'status' || fault.body !== undefined) return undefined;
  return failure(toldTo(fault.status), parts);
}

function toldTo(status: number): ArmError {
  const code = status >= 500 ? 'InternalServerError' : 'BadRequest';
  return new ArmError('gateway', status, code, `The sandbox was told to answer ${status}.`);
}

function commonHeaders({ azure, request }: AnswerParts): Record<string, string> {
  const requestId = azure.ids.guid('azure/request');
  const clientId = request.header('x-ms-client-request-id');
  const echo = clientId !== undefined && request.header('x-ms-return-client-request-id') === 'true';
  return {
    'Cache-Control': 'no-cache',
    'Content-Type': 'application/json; charset=utf-8',
    // Clients tell the age of things by it, so it must be of the clock that those were made by.
    Date: new Date(azure.clock.now()).toUTCString(),
    'x-ms-request-id': requestId,
    'x-ms-correlation-request-id': requestId,
    [`x-ms-ratelimit-remaining-subscription-${budget(request.method)}`]: '11999',
    ...(echo ? { 'x-ms-client-request-id': clientId } : {}),
  };
}

function budget(method: string): 'reads' | 'writes' | 'deletes' {
  if (method === 'GET') return 'reads';
  return method === 'DELETE' ? 'deletes' : 'writes';
}

function operationHeaders(
  { operation }: ArmResult,
  { operations, request, apiVersion }: AnswerParts,
): Record<string, string> {
  if (!operation) return {};
  const { of, tell } = operation;
  const url = (which: 'operations' | 'operationResults') =>
    operations.url(request.origin, of, which, apiVersion);
  return {
    ...(tell.includes('async') ? { 'Azure-AsyncOperation': url('operations') } : {}),
    ...(tell.includes('location') ? { Location: url('operationResults') } : {}),
    'Retry-After': operations.retryAfter,
  };
}
