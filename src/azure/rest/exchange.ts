import { withDeadline } from '../../internal/abort.js';
import { lazy } from '../../internal/lazy.js';
import { parseJson } from './json.js';

const loadKy = lazy(() => import('ky'));

/** One request, ready to leave. */
export interface RestRequest {
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** An answer as it came. */
export interface RestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed JSON; undefined when the body is empty. */
  readonly body: unknown;
  /** False when there is a body that is no JSON. */
  readonly readable: boolean;
}

/** How a request leaves. */
export interface Sending {
  /** Limit of the attempt, in milliseconds. */
  readonly timeoutMs: number;
  /** The caller's own fetch. */
  readonly fetch: typeof fetch | undefined;
  readonly signal: AbortSignal | undefined;
}

/** Sends one request and reads the whole answer. Redirects are answers like any other. */
export async function exchange(request: RestRequest, sending: Sending): Promise<RestAnswer> {
  const { default: ky } = await loadKy();
  return withDeadline(sending.timeoutMs, sending.signal, async (signal) => {
    const init: RequestInit = {
      method: request.method,
      headers: request.headers,
      redirect: 'manual',
      signal,
      ...(request.body !== undefined && { body: request.body }),
    };
    const send = sending.fetch ?? globalThis.fetch;
    const response = await ky(request.url, {
      method: request.method,
      retry: 0,
      timeout: false,
      throwHttpErrors: false,
      // Not ky's own Request: a fetch from another copy of undici knows no foreign one.
      fetch: () => send(request.url, init),
    });
    const text = await response.text();
    const body = parseJson(text);
    return {
      status: response.status,
      headers: response.headers,
      text,
      body,
      readable: body !== undefined || text.trim() === '',
    };
  });
}
