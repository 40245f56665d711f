import { randomUUID } from 'node:crypto';
import { AbortedError } from '../../errors/aborted-error.js';
import {
  azureAnswerUnreadable,
  azureStrayLink,
  azureUnreachable,
  cloudCallAborted,
} from '../../errors/messages.js';
import { NetworkError } from '../../errors/network-error.js';
import { ResponseError } from '../../errors/response-error.js';
import { failureCode, sentWhenFailed } from '../../http/network-failure.js';
import { parseRetryAfter } from '../../http/retry-after.js';
import { VERSION } from '../../internal/version.js';
import type { CallContext } from '../arm/arm.js';
import type { TokenSource } from '../tokens.js';
import { exchange, type RestAnswer, type RestRequest } from './exchange.js';
import { asRefusal, isRefusal } from './refusal.js';

/** One call of a service. */
export interface RestCall {
  /** What errors call it: the permission that it needs, or method and path. */
  readonly operation: string;
  readonly method: RestRequest['method'];
  /** Below the endpoint with its query, or a URL that the service handed out. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sends no token. @default false */
  readonly anonymous?: boolean;
  /** That a POST may be made twice. All other methods may. @default false */
  readonly repeatable?: boolean;
  /** Statuses beyond 2xx that are answers. @default none */
  readonly alsoFine?: readonly number[];
}

/** How one service is reached. */
export interface RestConfig {
  /** Without a trailing slash. */
  readonly endpoint: string;
  /** The header in which the service takes the caller's own name of a request. */
  readonly requestIdHeader: 'x-ms-client-request-id' | 'client-request-id';
  readonly tokens: TokenSource;
  readonly timeoutMs: number;
  readonly fetch: typeof fetch | undefined;
}

const ATTEMPTS = 5;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 8_000;
/** A service that asks for more than this is told to the caller instead. */
const LONGEST_RETRY_AFTER_MS = 60_000;
const RETRIED_STATUSES = [408, 429, 500, 502, 503, 504];

/**
 * Makes the calls of one service as one identity. 408, 429, 5xx and lost answers are tried again, with the pauses that
 * the service asks for; a POST only when it was provably not carried out or may be repeated.
 */
export class RestClient {
  // Private, since it holds the way to the tokens, and clients are printed.
  readonly #config: RestConfig;

  constructor(config: RestConfig) {
    this.#config = config;
  }

  /** The URL that the calls go to. */
  get endpoint(): string {
    return this.#config.endpoint;
  }

  /** @throws CloudRefusedError @throws NetworkError @throws AbortedError */
  async call(call: RestCall, context: CallContext): Promise<RestAnswer> {
    try {
      return await this.#withFreshToken(call, context);
    } catch (error) {
      if (!context.signal?.aborted) throw error;
      throw new AbortedError(cloudCallAborted(call.operation), undefined, context.signal.reason);
    }
  }

  /** A token may end between its reading and its arrival, or be recalled: one more try with a new one. */
  async #withFreshToken(call: RestCall, context: CallContext): Promise<RestAnswer> {
    try {
      return await this.#withRetries(call, context, false);
    } catch (error) {
      const old = isRefusal(error, 'ExpiredAuthenticationToken', 'InvalidAuthenticationToken');
      if (!old || call.anonymous) throw error;
      return this.#withRetries(call, context, true);
    }
  }

  async #withRetries(call: RestCall, context: CallContext, fresh: boolean): Promise<RestAnswer> {
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.#attempt(call, context, fresh);
      if ('answer' in outcome) return outcome.answer;
      context.signal?.throwIfAborted();
      const wishMs = outcome.retryAfterMs ?? 0;
      if (!outcome.mayRepeat || attempt === ATTEMPTS || wishMs > LONGEST_RETRY_AFTER_MS) throw outcome.error;
      const growing = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempt - 1));
      await context.clock.sleep(Math.max(wishMs, Math.random() * growing), context.signal);
    }
  }

  async #attempt(call: RestCall, context: CallContext, fresh: boolean): Promise<Outcome> {
    const { timeoutMs, fetch: ownFetch, endpoint } = this.#config;
    const request = await this.#request(call, context, fresh);
    let answer: RestAnswer;
    try {
      answer = await exchange(request, { timeoutMs, fetch: ownFetch, signal: context.signal });
    } catch (cause) {
      const text = azureUnreachable(call.operation, endpoint, failureCode(cause));
      const mayRepeat = isRepeatable(call) || sentWhenFailed(cause) === 'no';
      return { error: new NetworkError(text, undefined, cause), mayRepeat };
    }
    const { status, headers } = answer;
    if (status >= 200 && status < 300) {
      if (answer.readable) return { answer };
      return { error: new ResponseError(azureAnswerUnreadable(call.operation, status)), mayRepeat: false };
    }
    if (call.alsoFine?.includes(status)) return { answer };
    const error = asRefusal(call.operation, { ...answer, requestId: requestIdOf(headers) });
    // 429 says that nothing was done, whatever the method.
    const mayRepeat = RETRIED_STATUSES.includes(status) && (isRepeatable(call) || status === 429);
    return { error, mayRepeat, retryAfterMs: parseRetryAfter(headers.get('retry-after') ?? undefined) };
  }

  async #request(call: RestCall, context: CallContext, fresh: boolean): Promise<RestRequest> {
    const { requestIdHeader, tokens } = this.#config;
    const url = this.#urlOf(call);
    const token = call.anonymous ? undefined : await tokens.token(context, { fresh });
    return {
      method: call.method,
      url,
      headers: {
        accept: 'application/json',
        'user-agent': `dfcloud/${VERSION}`,
        [requestIdHeader]: randomUUID(),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(call.body !== undefined && { 'content-type': 'application/json' }),
        ...call.headers,
      },
      ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
    };
  }

  /**
   * URLs that the service hands out are taken as they are (some are signed), but only on the endpoint's own origin: the
   * token goes with them.
   */
  #urlOf({ operation, path }: RestCall): string {
    const { endpoint } = this.#config;
    const whole = /^[a-z][a-z0-9+.-]*:/i.test(path) ? path : `${endpoint}${path}`;
    const { origin } = new URL(endpoint);
    if (URL.canParse(whole) && new URL(whole).origin === origin) return whole;
    throw new ResponseError(azureStrayLink(operation, whole, origin));
  }
}

type Outcome =
  | { readonly answer: RestAnswer }
  | { readonly error: Error; readonly mayRepeat: boolean; readonly retryAfterMs?: number | undefined };

function isRepeatable({ method, repeatable }: RestCall): boolean {
  return method !== 'POST' || repeatable === true;
}

function requestIdOf(headers: Headers): string | undefined {
  return headers.get('x-ms-request-id') ?? headers.get('request-id') ?? undefined;
}
