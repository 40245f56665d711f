import type { CloudRoutes } from '../cloud.js';
import type { Fate } from '../fault-effects.js';
import type { Answer, ReceivedRequest } from '../http-server.js';
import type { Route } from '../serve.js';
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

type Request = Pick<ReceivedRequest, 'method' | 'path' | 'query' | 'header' | 'body'>;

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
    const common = { instead: gcpReplyInstead, after: gcpReplyAfter };
    const token = this.#tokens.match(request);
    if (token) return { ...token, ...common };
    if (request.method === 'POST' && request.path === BATCH_PATH) {
      const note = {
        parts: partsOfBatch(request)
          .map((part) => `${part.method} ${part.path}`)
          .join(', '),
      };
      return { ...common, operation: 'compute.batch', note, run: (fate) => this.#batch(request, fate) };
    }
    const found = this.#find(request);
    const requestId = new URLSearchParams(request.query).get('requestId');
    return {
      ...common,
      operation: found?.action.name ?? null,
      note: requestId === null ? undefined : { requestId },
      run: (fate) => this.#run(request, found, fate),
    };
  }

  #find({ method, path }: Request): Found | undefined {
    for (const { action, expression, names } of this.#patterns) {
      const match = method === action.method && expression.exec(path);
      if (!match) continue;
      const parts = names.map((name, index) => [name, unescaped(match[index + 1] ?? '')] as const);
      return { action, parts: new Map(parts) };
    }
    return undefined;
  }

  async #run(request: Request, found: Found | undefined, fate: Fate): Promise<Answer> {
    try {
      if (!found) throw noSuchMethod(request);
      return success(await this.#service.carryOut({ ...found, request, fate }));
    } catch (error) {
      if (error instanceof GcpError) return failure(error);
      throw error;
    }
  }

  /** Up to a thousand requests in one, each answered by itself. */
  async #batch(request: ReceivedRequest, fate: Fate): Promise<Answer> {
    const answers = partsOfBatch(request).map(async (part) => {
      return { contentId: part.contentId, answer: await this.#run(part, this.#find(part), fate) };
    });
    return batchAnswer(await Promise.all(answers));
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

function noSuchMethod({ method, path }: Request): GcpError {
  return new GcpError(404, 'notFound', `The sandbox has no method ${method} ${path}.`);
}
