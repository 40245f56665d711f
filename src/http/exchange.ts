import { defined } from '../internal/defined.js';
import { lazy } from '../internal/lazy.js';
import type { RequestRecord } from './request-record.js';
import type { ApiRequest, TransportConfig } from './transport.js';

const loadKy = lazy(() => import('ky'));

/** An answer as it came, before anything is made of it. */
export interface RawResponse {
  /** The HTTP status. */
  readonly status: number;
  /** The body. */
  readonly text: string;
  /** The Location header, of redirects. */
  readonly location?: string;
  /** The Retry-After header. */
  readonly retryAfter?: string;
  /** The answer's own name, from `x-request-id` and its kin. */
  readonly requestId?: string;
}

// Which of these the API sends, if any, is not documented; these are the usual ones.
const REQUEST_ID_HEADERS = ['x-request-id', 'request-id', 'x-amzn-requestid', 'cf-ray'];

/** Sends one request and reads the whole answer. Redirects are answers like any other. */
export async function exchange(
  config: TransportConfig,
  request: ApiRequest,
  record: RequestRecord,
  signal: AbortSignal,
): Promise<RawResponse> {
  const { default: ky } = await loadKy();
  signal.throwIfAborted();
  const url = config.baseUrl + request.path;
  const init: RequestInit = {
    method: request.method,
    headers: headersOf(config, request),
    redirect: 'manual',
    signal,
    ...(request.body !== undefined && { body: request.body }),
  };
  const send = config.fetch ?? globalThis.fetch;
  record.leaves();
  const response = await ky(url, {
    method: request.method,
    retry: 0,
    timeout: false,
    throwHttpErrors: false,
    // Not ky's own Request, for two reasons: a fetch from another copy of undici knows no foreign one, and a signal
    // that ky joins with its own costs more than all the rest of a call.
    fetch: () => send(url, init),
  });
  return rawResponse(response.status, response.headers, await response.text());
}

function rawResponse(status: number, headers: Headers, text: string): RawResponse {
  const header = (name: string) => headers.get(name) ?? undefined;
  return defined({
    status,
    text,
    requestId: firstOf(REQUEST_ID_HEADERS, header),
    ...(status >= 300 && { location: header('location'), retryAfter: header('retry-after') }),
  });
}

function firstOf(names: readonly string[], header: (name: string) => string | undefined): string | undefined {
  for (const name of names) {
    const value = header(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

function headersOf(config: TransportConfig, request: ApiRequest): Record<string, string> {
  return {
    authorization: `Bearer ${config.apiKey}`,
    accept: 'application/json',
    'user-agent': config.userAgent,
    ...(request.body !== undefined && { 'content-type': 'application/json' }),
  };
}
