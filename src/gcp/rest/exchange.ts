import { parseRetryAfter } from '../../http/retry-after.js';
import { lazy } from '../../internal/lazy.js';
import { VERSION } from '../../internal/version.js';

const loadKy = lazy(() => import('ky'));

/** One request. */
export interface Request {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: string;
  /** JSON text. */
  readonly body?: string | undefined;
}

/** An answer as it came. */
export interface Reply {
  readonly status: number;
  readonly text: string;
  readonly retryAfterMs?: number | undefined;
}

/** Sends one request and reads the whole answer. Redirects are answers like any other, and are not followed. */
export async function exchange(
  { method, url, body }: Request,
  authorization: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Reply> {
  const { default: ky } = await loadKy();
  signal.throwIfAborted();
  const headers = {
    accept: 'application/json',
    'user-agent': `dfcloud/${VERSION} node/${process.versions.node}`,
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...authorization,
  };
  const init: RequestInit = {
    method,
    headers,
    redirect: 'manual',
    signal,
    ...(body !== undefined && { body }),
  };
  const response = await ky(url, {
    method,
    retry: 0,
    // ky's own limit of 10 s would cut operations off that are waited for.
    timeout: false,
    throwHttpErrors: false,
    fetch: () => globalThis.fetch(url, init),
  });
  const retryAfterMs = parseRetryAfter(response.headers.get('retry-after') ?? undefined);
  return { status: response.status, text: await response.text(), retryAfterMs };
}
