import type { Reply } from './http-server.js';

/** One request that the API received. Headers are not kept, and secrets in the body are masked. */
export interface LoggedRequest {
  /** 1 for the first request, also sent to the client as `x-request-id`. */
  readonly number: number;
  /** When it came, milliseconds since 1970 on the sandbox's clock. */
  readonly atMs: number;
  /** GET, POST, … */
  readonly method: string;
  /** The path, without the query. */
  readonly path: string;
  /** `connections.create` and the like; null when the API has no such route. */
  readonly operation: string | null;
  /** The JSON body with secrets as `***`; null when there was none, or it was no JSON. */
  readonly body: unknown;
  /** The status that was sent; null while under way, and when the socket was destroyed without an answer. */
  status: number | null;
  /** From the request's end to the answer's start, in real milliseconds; null while under way. */
  ms: number | null;
  /** The kinds of the faults that took part. */
  faults: readonly string[];
  /** What else a cloud's double noted about the request; absent where it noted nothing. Holds no secrets. */
  readonly note?: RequestNote;
}

/** Facts about one request by name, such as whether it carried a certain header. */
export type RequestNote = Readonly<Record<string, string | number | boolean>>;

/** Beyond so many entries the oldest make room, a thousand at a time. */
const MAX_ENTRIES = 50_000;
const DROPPED_AT_ONCE = 1_000;

const SECRET_KEYS = /password|passkey|secret|token|api_?key|authorization|acl_rules|credential/i;

/** The requests of one sandbox, oldest first. */
export class RequestLog {
  readonly #entries: LoggedRequest[] = [];
  #count = 0;

  /** A copy that later requests do not touch. */
  list(): LoggedRequest[] {
    return structuredClone(this.#entries);
  }

  /** Forgets all entries; the numbers go on. */
  clear(): void {
    this.#entries.length = 0;
  }

  /** Notes that a request came. The result is called with what was sent back. */
  begin(
    request: Pick<LoggedRequest, 'method' | 'path' | 'operation' | 'body'> & {
      note?: RequestNote | undefined;
    },
    atMs: number,
  ): { readonly number: number; end(reply: Reply, faults: readonly string[]): void } {
    this.#count += 1;
    const { method, path, operation, note } = request;
    const entry: LoggedRequest = {
      number: this.#count,
      atMs,
      method,
      path,
      operation,
      body: masked(request.body),
      status: null,
      ms: null,
      faults: [],
      ...(note && { note }),
    };
    this.#entries.push(entry);
    if (this.#entries.length > MAX_ENTRIES) this.#entries.splice(0, DROPPED_AT_ONCE);
    const startedAtMs = performance.now();
    const end = (reply: Reply, faults: readonly string[]) => {
      entry.status = reply === 'hang-up' ? null : reply.status;
      entry.ms = Math.round((performance.now() - startedAtMs) * 10) / 10;
      entry.faults = faults;
    };
    return { number: entry.number, end };
  }
}

/** A copy of a JSON value in which everything under a secret's name is `***`. */
function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== 'object' || value === null) return value ?? null;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      SECRET_KEYS.test(key) && hides(inner) ? '***' : masked(inner),
    ]),
  );
}

/** `disable_passkey: true` is no secret, nor is an empty list. */
function hides(value: unknown): boolean {
  return typeof value === 'string' ? value !== '' : typeof value === 'object' && value !== null;
}
