import type { CloudRoutes } from '../cloud.js';
import type { Fate } from '../fault-effects.js';
import type { Answer, ReceivedRequest, Reply } from '../http-server.js';
import type { Route, ServeInner } from '../serve.js';
import type { Action } from './action.js';
import type { TokenService } from './auth/token-service.js';
import { BATCH_PATH, batchAnswer, partsOfBatch } from './batch.js';
import type { ComputeService } from './compute-service.js';
import { failure, gcpReplyAfter, gcpReplyInstead, success } from './wire/answers.js';
import { GcpError } from './wire/gcp-error.js';

/** What a request was found to be. */
interface Found {
  readonly action: Action;
  readonly parts: ReadonlyMap<string, string>;
}

interface Pattern {
  readonly action: Action;
  readonly expression: RegExp;
  readonly names: readonly string[];
}

/** How faults speak here. */
const FAULTS = { instead: gcpReplyInstead, after: gcpReplyAfter };

/** The REST APIs of Google Cloud behind one address: told apart by their paths. */
export class GcpRoutes implements CloudRoutes {
  /** `compute.networks.addPeering`, `oauth2.token` and so on: what a fault can be put on. */
  readonly operations: readonly string[];
  readonly #patterns: readonly Pattern[];
  readonly #service: ComputeService;
  readonly #tokens: TokenService;

  constructor(actions: readonly Action[], service: ComputeService, tokens: TokenService) {
    this.#patterns = actions.map(patternOf);
    this.#service = service;
    this.#tokens = tokens;
    this.operations = [...actions.map(({ name }) => name), 'compute.batch', ...tokens.operations];
  }

  /** Finds what a request wants. Credentials, permissions and parameters are checked when it runs. */
  match(request: ReceivedRequest): Route {
    const token = this.#tokens.match(request);
    if (token) return { ...token, ...FAULTS };
    if (request.method !== 'POST' || request.path !== BATCH_PATH) return this.#method(request);
    return { ...FAULTS, operation: 'compute.batch', run: (_fate, inner) => this.#batch(request, inner) };
  }

  #method(request: ReceivedRequest): Route {
    const found = this.#find(request);
    const requestId = new URLSearchParams(request.query).get('requestId');
    return {
      ...FAULTS,
      operation: found?.action.name ?? null,
      note: requestId === null ? undefined : { requestId },
      run: (fate) => this.#run(request, found, fate),
    };
  }

  #find({ method, path }: ReceivedRequest): Found | undefined {
    for (const { action, expression, names } of this.#patterns) {
      const match = method === action.method && expression.exec(path);
      if (!match) continue;
      const parts = names.map((name, index) => [name, unescaped(match[index + 1] ?? '')] as const);
      return { action, parts: new Map(parts) };
    }
    return undefined;
  }

  async #run(request: ReceivedRequest, found: Found | undefined, fate: Fate): Promise<Answer> {
    try {
      if (!found) throw noSuchMethod(request);
      return success(await this.#service.carryOut({ ...found, request, fate }));
    } catch (error) {
      if (error instanceof GcpError) return failure(error);
      throw error;
    }
  }

  /** Several requests in one, each served and answered by itself. A fault that hangs up on one of them does so on all. */
  async #batch(request: ReceivedRequest, serve: ServeInner): Promise<Reply> {
    const parts = partsOfBatch(request);
    const replies = await Promise.all(parts.map((part) => serve(part, this.#method(part))));
    const answers = replies.filter((reply) => reply !== 'hang-up');
    return answers.length < replies.length ? 'hang-up' : batchAnswer(parts, answers);
  }
}

function patternOf(action: Action): Pattern {
  const names = [...action.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
  const source = action.path.replace(/\{\w+\}/g, '([^/]+)');
  return { action, names, expression: new RegExp(`^${source}$`) };
}

/** A broken escape stays as it is: no resource has such a name. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function noSuchMethod({ method, path }: ReceivedRequest): GcpError {
  return new GcpError(404, 'notFound', `The sandbox has no method ${method} ${path}.`);
}
