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
  const { fetch } = config;
  record.leaves();
  const response = await ky(url, {
    ...init,
    retry: 0,
    timeout: false,
    throwHttpErrors: false,
    // An injected fetch gets the plain URL and options: one from another copy of undici knows no foreign Request.
    ...(fetch && { fetch: () => fetch(url, init) }),
  });
  const header = (name: string) => response.headers.get(name) ?? undefined;
  const location = header('location');
  const retryAfter = header('retry-after');
  const requestId = REQUEST_ID_HEADERS.map(header).find((id) => id !== undefined);
  return {
    status: response.status,
    text: await response.text(),
    ...(location !== undefined && { location }),
    ...(retryAfter !== undefined && { retryAfter }),
    ...(requestId !== undefined && { requestId }),
  };
}

function headersOf(config: TransportConfig, request: ApiRequest): Record<string, string> {
  return {
    authorization: `Bearer ${config.apiKey}`,
    accept: 'application/json',
    'user-agent': config.userAgent,
    ...(request.body !== undefined && { 'content-type': 'application/json' }),
  };
}
