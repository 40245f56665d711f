import type { Clock } from '../internal/clock.js';
import { lazy } from '../internal/lazy.js';
import { aborted } from './abort-errors.js';
import { type Answer, attempt } from './attempt.js';
import type { HttpEvent } from './events.js';
import { RequestRecord } from './request-record.js';
import { mayRetry, pauseBeforeRetry } from './retry-policy.js';

const loadRetry = lazy(() => import('p-retry'));

/** What the client knows about the API it talks to. */
export interface TransportConfig {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  /** The bearer key. */
  readonly apiKey: string;
  /** Limit of one attempt, in milliseconds. */
  readonly timeoutMs: number;
  /** Limit of the whole call with its retries, in milliseconds. */
  readonly totalTimeoutMs: number;
  /** The User-Agent header. */
  readonly userAgent: string;
  /** Gets every event; never throws. */
  readonly onEvent: (event: HttpEvent) => void;
  /** The caller's own fetch, for proxies and private CAs. */
  readonly fetch?: typeof fetch;
  /** Time. */
  readonly clock: Clock;
}

/** One call of the API. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the base URL, with ids already escaped. */
  readonly path: string;
  /** JSON text, see `jsonBody`. */
  readonly body?: string | undefined;
  /** Parts of the body that no error may show, should the API quote them. */
  readonly secrets?: readonly string[];
  /** Cancels the call. */
  readonly signal?: AbortSignal | undefined;
  /** @default 5 */
  readonly maxAttempts?: number;
}

/** Makes calls with retries inside two clocks: one per attempt, one for the whole call. */
export class Transport {
  // Private, since it holds the key, and clients are printed.
  readonly #config: TransportConfig;

  constructor(config: TransportConfig) {
    this.#config = config;
  }

  /** A text that is equal for clients that act in one account. Holds the key: never to be shown. */
  get account(): string {
    return `${this.#config.baseUrl} ${this.#config.apiKey}`;
  }

  /**
   * Makes one call. GET, PUT and DELETE are repeated on network errors, 408, 429 and 5xx; POST only when the request
   * provably never left. A 404 to a repeated DELETE counts as success.
   *
   * @throws DfCloudError one of its subclasses, for every outcome but a 2xx with a JSON or empty body.
   */
  async request(request: ApiRequest): Promise<Answer> {
    const { clock, totalTimeoutMs } = this.#config;
    const record = new RequestRecord(request.method, request.path);
    if (request.signal?.aborted) throw aborted(record, request.signal.reason);

    const startedMs = clock.now();
    // No timer of its own: no attempt gets more than what remains, and no pause is begun that would not fit.
    const remainingMs = () => totalTimeoutMs - (clock.now() - startedMs);
    const once = () => attempt(this.#config, request, record, remainingMs());
    const mayGoOn = async ({ error }: { readonly error: Error }) =>
      mayRetry(request.method, error) &&
      pauseBeforeRetry({ config: this.#config, request, record, error, remainingMs: remainingMs() });

    // Most calls succeed at once: those that do not pay for the machinery.
    const { maxAttempts = 5 } = request;
    const first = await once().catch((error: Error) => ({ error }));
    if (!('error' in first)) return first;
    if (maxAttempts === 1 || !(await mayGoOn(first))) throw first.error;

    const { default: pRetry } = await loadRetry();
    const options = { retries: maxAttempts - 2, minTimeout: 0, maxTimeout: 0, shouldRetry: mayGoOn };
    return pRetry(once, options);
  }
}
