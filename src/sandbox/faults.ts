import { parseFault } from './parse-fault.js';
import { SandboxError } from './sandbox-error.js';

/** One way to misbehave. Plain JSON, so that it can be sent to `POST /_sandbox/faults` as it stands. */
export type Fault =
  /** The request takes effect, but the socket is destroyed before the answer. */
  | { readonly kind: 'answer-lost' }
  /** The socket is destroyed before anything happens. */
  | { readonly kind: 'refused' }
  /** As `refused`; afterwards the API's port refuses connections for `ms` of real time. */
  | { readonly kind: 'listener-down'; readonly ms: number }
  /** The answer is held back for `ms` of real time, after the effect (default) or before it. */
  | { readonly kind: 'slow'; readonly ms: number; readonly phase?: 'before' | 'after' }
  /** 429 without any effect, with `Retry-After` in seconds or as an HTTP date, or without it. */
  | {
      readonly kind: 'rate-limit';
      readonly retryAfterSeconds?: number;
      readonly format?: 'seconds' | 'date';
    }
  /** Any status with any body: text goes out as it is, everything else as JSON. No effect unless `effect` is true. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
      readonly effect?: boolean;
    }
  /** The request takes effect; the answer is a web page. */
  | { readonly kind: 'malformed'; readonly how: 'not-json' }
  /** The request takes effect; the answer is the first half of the JSON text. */
  | { readonly kind: 'malformed'; readonly how: 'truncated' }
  /** The request takes effect; the answer lacks `field`, a path such as `connection_config.peer.vpc_id`. */
  | { readonly kind: 'malformed'; readonly how: 'missing-field'; readonly field: string }
  /** The request takes effect; the answer is 204 without a body. */
  | { readonly kind: 'no-content' }
  /** The request takes effect; the answer (each element of a list) shows this status instead of the true one. */
  | { readonly kind: 'unknown-status'; readonly status: string }
  /** On a create: GET does not find the new object for `ms` on the sandbox's clock. */
  | { readonly kind: 'not-visible'; readonly ms: number }
  /** On the create of a connection: it becomes active without having been inactive, and without acceptance. */
  | { readonly kind: 'early-active' }
  /** On a create: the object stays pending. On a change in Google Cloud: its operation is never done. */
  | { readonly kind: 'stuck-pending' }
  /** On the create of a connection or network: it fails instead of becoming inactive or active. On a change in Google Cloud: its operation fails. */
  | { readonly kind: 'fails'; readonly statusDetail?: string };

/** What a predicate sees of a request. */
export interface FaultTarget {
  /** `networks.create`, `connections.get` and the like; null when the API has no such route. */
  readonly operation: string | null;
  /** GET, POST, … */
  readonly method: string;
  /** The path, without the query. */
  readonly path: string;
  /** The JSON body; null when there was none. */
  readonly body: unknown;
}

/** A fault and when it happens. */
export interface FaultRule {
  /**
   * Which requests: an operation (`connections.create`, `networks.*`, `*`), a method and path with `*` for any text
   * (`GET /v1/connections/*`), or, in the same process, a predicate.
   */
  readonly on: string | ((target: FaultTarget) => boolean);
  /** How often it happens. @default until it is removed */
  readonly times?: number;
  /** How many matching requests pass unharmed before the first. @default 0 */
  readonly skip?: number;
  /** What happens. */
  readonly fault: Fault;
}

/** A rule that was added. */
export interface FaultHandle {
  /** The rule's id, for `DELETE /_sandbox/faults/{id}`. */
  readonly id: string;
  /** How often it has happened. */
  readonly hits: number;
  /** Ends it. */
  remove(): void;
}

/** A rule as a list shows it. */
export interface FaultSummary {
  /** The rule's id. */
  readonly id: string;
  /** The pattern; `(predicate)` where the rule has a function. */
  readonly on: string;
  /** How often it happens; null: until it is removed. */
  readonly times: number | null;
  /** How many matching requests pass unharmed before the first. */
  readonly skip: number;
  /** How often it has happened. */
  readonly hits: number;
  /** What happens. */
  readonly fault: Fault;
}

/** The faults of one sandbox. */
export interface Faults {
  /**
   * Adds a rule. Rules that match the same request act together, in the order in which they were added, until one of
   * them keeps the request from taking effect.
   * @throws {SandboxError} `invalid_fault`, saying what is wrong and what is legal.
   */
  add(rule: FaultRule): FaultHandle;
  /** All rules, also those that are used up. */
  list(): FaultSummary[];
  /** Ends one rule; false when there is none of that id. */
  remove(id: string): boolean;
  /** Ends all rules. */
  clear(): void;
}

interface Entry {
  readonly id: string;
  readonly rule: FaultRule;
  readonly matches: (target: FaultTarget) => boolean;
  seen: number;
  hits: number;
}

/** Holds the rules and says which of them a request meets. */
export class FaultRegistry implements Faults {
  readonly #operations: readonly string[];
  readonly #entries = new Map<string, Entry>();
  #count = 0;

  constructor(operations: readonly string[]) {
    this.#operations = operations;
  }

  /** See `Faults`. */
  add(given: FaultRule): FaultHandle {
    const rule: FaultRule = { ...given, fault: parseFault(given.fault) };
    count('times', rule.times, 1);
    count('skip', rule.skip, 0);
    const matches = typeof rule.on === 'function' ? rule.on : matcher(rule.on, this.#operations);
    this.#count += 1;
    const entry: Entry = { id: `fault-${this.#count}`, rule, matches, seen: 0, hits: 0 };
    this.#entries.set(entry.id, entry);
    return {
      id: entry.id,
      get hits() {
        return entry.hits;
      },
      remove: () => void this.remove(entry.id),
    };
  }

  /** See `Faults`. */
  list(): FaultSummary[] {
    return [...this.#entries.values()].map(({ id, rule, hits }) => ({
      id,
      on: typeof rule.on === 'string' ? rule.on : '(predicate)',
      times: rule.times ?? null,
      skip: rule.skip ?? 0,
      hits,
      fault: rule.fault,
    }));
  }

  /** See `Faults`. */
  remove(id: string): boolean {
    return this.#entries.delete(id);
  }

  /** See `Faults`. */
  clear(): void {
    this.#entries.clear();
  }

  /** The faults that this request meets, counted as hits. Nothing after one that prevents the effect takes part. */
  take(target: FaultTarget): Fault[] {
    const taken: Fault[] = [];
    for (const entry of this.#entries.values()) {
      const { rule } = entry;
      if (entry.hits >= (rule.times ?? Number.POSITIVE_INFINITY) || !entry.matches(target)) continue;
      entry.seen += 1;
      if (entry.seen <= (rule.skip ?? 0)) continue;
      entry.hits += 1;
      taken.push(rule.fault);
      if (preventsEffect(rule.fault)) break;
    }
    return taken;
  }
}

/** True when the request is not carried out. */
export function preventsEffect(fault: Fault): boolean {
  if (fault.kind === 'status') return fault.effect !== true;
  return fault.kind === 'refused' || fault.kind === 'listener-down' || fault.kind === 'rate-limit';
}

function count(name: string, value: unknown, least: number): void {
  if (value === undefined || (Number.isSafeInteger(value) && Number(value) >= least)) return;
  throw new SandboxError(
    'invalid_fault',
    `${name} is ${String(value)}`,
    `Give a whole number from ${least}.`,
  );
}

function matcher(pattern: unknown, operations: readonly string[]): (target: FaultTarget) => boolean {
  if (typeof pattern !== 'string' || pattern === '') throw unknownPattern(pattern, operations);
  if (pattern.includes('/')) {
    const expression = glob(pattern.includes(' ') ? pattern : `* ${pattern}`);
    return ({ method, path }) => expression.test(`${method} ${path}`);
  }
  const expression = glob(pattern);
  if (!operations.some((operation) => expression.test(operation))) throw unknownPattern(pattern, operations);
  return ({ operation }) => pattern === '*' || (operation !== null && expression.test(operation));
}

/** `*` stands for any text, everything else for itself. */
function glob(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}

function unknownPattern(pattern: unknown, operations: readonly string[]): SandboxError {
  return new SandboxError(
    'invalid_fault',
    `a fault on ${JSON.stringify(pattern)} would never happen`,
    `Give a method and path ('GET /v1/connections/*') or one of: ${operations.join(', ')}.`,
  );
}
