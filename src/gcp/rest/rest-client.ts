import { AbortedError } from '../../errors/aborted-error.js';
import type { DfCloudError } from '../../errors/base.js';
import { cloudCallAborted, gcpStrangeAnswer, gcpUnreachable } from '../../errors/messages.js';
import { NetworkError } from '../../errors/network-error.js';
import { failureCode } from '../../http/network-failure.js';
import { abortable, withDeadline } from '../../internal/abort.js';
import type { Clock } from '../../internal/clock.js';
import type { Authorize } from '../auth/authorization.js';
import { Fields } from '../compute/fields.js';
import { exchange, type Reply, type Request } from './exchange.js';
import { cloudError, failureOfAnswer } from './failure.js';
import { type Passing, passing, pauseMs } from './retry-policy.js';

/** One call. Every call may be made again: writes carry a request id, under which Google takes them once. */
export interface Call {
  /** The permission that it needs, by which errors name it: `compute.networks.get`. */
  readonly operation: string;
  readonly method: Request['method'];
  /** Without a query. */
  readonly url: string;
  /** Absent ones are left out. */
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: object;
  /** A field that a true answer has; an answer without it was tampered with on the way. */
  readonly expected?: string;
  /** How long one attempt may take, in milliseconds. @default the client's */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** What a client works with. */
export interface RestMeans {
  readonly authorize: Authorize;
  /** How long one attempt may take, in milliseconds. */
  readonly timeoutMs: number;
  readonly clock: Clock;
  /** Between 0 and 1, for the pauses. @default Math.random */
  readonly random?: () => number;
}

/** What came of one attempt. */
type Outcome =
  | { readonly body: unknown }
  | {
      readonly error: DfCloudError;
      readonly why?: Passing | undefined;
      readonly retryAfterMs?: number | undefined;
    };

/** Calls Google's REST APIs, again where a refusal passes by itself. */
export class RestClient {
  // Private, since it leads to the token, and clients are printed.
  readonly #means: RestMeans;

  constructor(means: RestMeans) {
    this.#means = means;
  }

  /** Time. */
  get clock(): Clock {
    return this.#means.clock;
  }

  /**
   * Makes one call, and gives the answer's JSON.
   *
   * @throws CloudRefusedError @throws NetworkError @throws AbortedError
   */
  async call(call: Call): Promise<unknown> {
    const { clock, random } = this.#means;
    const startedMs = clock.now();
    for (let attempts = 1; ; attempts += 1) {
      const outcome = await this.#attempt(call);
      if ('body' in outcome) return outcome.body;
      const { error, why, retryAfterMs } = outcome;
      if (why === undefined) throw error;
      const delayMs = pauseMs(why, { attempts, elapsedMs: clock.now() - startedMs, retryAfterMs }, random);
      if (delayMs === undefined) throw error;
      await this.pause(delayMs, call);
    }
  }

  /** @throws AbortedError */
  async pause(ms: number, { operation, signal }: Pick<Call, 'operation' | 'signal'>): Promise<void> {
    await this.#means.clock.sleep(ms, signal).catch((reason: unknown) => {
      throw new AbortedError(cloudCallAborted(operation), undefined, reason);
    });
  }

  /** Google's library knows no signal, and may ask a network for a token. */
  async #authorize({ url, operation, signal }: Call): Promise<Readonly<Record<string, string>>> {
    try {
      return await abortable(this.#means.authorize(url), signal);
    } catch (error) {
      if (!signal?.aborted) throw error;
      throw new AbortedError(cloudCallAborted(operation), undefined, signal.reason);
    }
  }

  async #attempt(call: Call): Promise<Outcome> {
    const { operation, signal, url } = call;
    const origin = new URL(url).origin;
    if (signal?.aborted) throw new AbortedError(cloudCallAborted(operation), undefined, signal.reason);
    const authorization = await this.#authorize(call);
    let reply: Reply;
    try {
      const limitMs = call.timeoutMs ?? this.#means.timeoutMs;
      reply = await withDeadline(limitMs, signal, (inner) => exchange(requestOf(call), authorization, inner));
    } catch (error) {
      if (signal?.aborted) throw new AbortedError(cloudCallAborted(operation), undefined, signal.reason);
      const text = gcpUnreachable(operation, origin, failureCode(error));
      return { error: new NetworkError(text, undefined, error), why: 'failed' };
    }
    return outcomeOf(reply, call, origin);
  }
}

function requestOf({ method, url, query = {}, body }: Call): Request {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, value);
  const text = search.toString();
  return {
    method,
    url: text === '' ? url : `${url}?${text}`,
    ...(body && { body: JSON.stringify(body) }),
  };
}

function outcomeOf(reply: Reply, { operation, expected }: Call, origin: string): Outcome {
  const { status, retryAfterMs } = reply;
  const body = parse(reply.text);
  if (status >= 200 && status < 300) {
    const flaw = body === undefined ? 'it is no JSON' : `it has no ${expected ?? ''}`;
    if (body !== undefined && (expected === undefined || new Fields(body).has(expected))) return { body };
    return { error: new NetworkError(gcpStrangeAnswer(operation, origin, flaw)), why: 'failed' };
  }
  const failure = failureOfAnswer(status, body);
  return { error: cloudError(failure, operation), why: passing(status, failure), retryAfterMs };
}

function parse(text: string): unknown {
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
