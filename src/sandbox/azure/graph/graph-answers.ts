import type { Fault } from '../../faults.js';
import type { Answer, Reply } from '../../http-server.js';
import type { GraphResult } from './graph-call.js';
import { GraphError } from './graph-error.js';

/** What every answer of one request says of it. */
export interface GraphStamp {
  readonly nowMs: number;
  readonly requestId: string;
  readonly clientRequestId: string;
  /** Where the client thinks that it is. */
  readonly origin: string;
}

const JSON_TYPE =
  'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';
const DIAGNOSTIC = JSON.stringify({
  ServerInfo: {
    DataCenter: 'Sandbox',
    Slice: 'E',
    Ring: '5',
    ScaleUnit: '000',
    RoleInstance: 'SANDBOX00000000',
  },
});

/** An answer to what was carried out. */
export function graphSuccess(result: GraphResult, stamp: GraphStamp): Answer {
  const { status, context, body, created, units = 1 } = result;
  const headers = { ...common(stamp), 'x-ms-resource-unit': String(units), ...location(created, stamp) };
  if (!body) return { status, headers, body: '' };
  const meta = context === undefined ? {} : { '@odata.context': `${stamp.origin}/v1.0/$metadata#${context}` };
  const answered = { ...headers, 'content-type': JSON_TYPE, 'odata-version': '4.0' };
  return { status, headers: answered, body: JSON.stringify({ ...meta, ...body }) };
}

/** A refusal. Its content type is a plainer one (recorded). */
export function graphFailure(error: GraphError, stamp: GraphStamp): Answer {
  const { code, message, details } = error;
  const innerError = {
    date: new Date(stamp.nowMs).toISOString().slice(0, 19),
    'request-id': stamp.requestId,
    'client-request-id': stamp.clientRequestId,
  };
  const body = { error: { code, message, ...(details.length > 0 && { details }), innerError } };
  return {
    status: error.status,
    headers: {
      ...common(stamp),
      'content-type': 'application/json',
      'x-ms-resource-unit': '1',
      ...error.headers,
    },
    body: JSON.stringify(body),
  };
}

/** Too many requests, with a time to wait or without one. */
export function throttled(retryAfterSeconds: number | undefined): GraphError {
  const headers: Record<string, string> =
    retryAfterSeconds === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterSeconds)) };
  return new GraphError(429, 'TooManyRequests', 'Too many requests.', { headers });
}

/** What a fault sends in place of carrying a request out; undefined where it is the same for all doubles. */
export function graphReplyInstead(fault: Fault, stamp: GraphStamp): Reply | undefined {
  if (fault.kind === 'rate-limit') return graphFailure(throttled(fault.retryAfterSeconds), stamp);
  if (fault.kind === 'status' && fault.effect !== true && fault.body === undefined) {
    const code = fault.status === 503 ? 'serviceNotAvailable' : 'generalException';
    const message = `The sandbox was told to answer ${fault.status}.`;
    return graphFailure(new GraphError(fault.status, code, message, { headers: fault.headers ?? {} }), stamp);
  }
  return undefined;
}

function common({ requestId, clientRequestId }: GraphStamp): Record<string, string> {
  return {
    'request-id': requestId,
    'client-request-id': clientRequestId,
    'x-ms-ags-diagnostic': DIAGNOSTIC,
    'cache-control': 'no-cache',
  };
}

/** Of no use to clients: not an address of v1.0, and for an action only the host (recorded). */
function location(created: GraphResult['created'], { origin }: GraphStamp): Record<string, string> {
  if (!created) return {};
  return { location: created.path === '' ? origin : `${origin}/v2/${created.path}` };
}
