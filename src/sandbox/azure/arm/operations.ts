import { createHash, createHmac } from 'node:crypto';
import type { Scheduler } from '../../clock.js';
import type { SeededIds } from '../../random.js';
import type { ArmRules } from './rules.js';
import type { ArmError } from './wire/arm-error.js';
import { anotherOperation } from './wire/errors.js';
import { idKey } from './wire/resource-id.js';

/** Something that ARM carries out after it has answered. */
export interface Operation {
  readonly id: string;
  readonly subscriptionId: string;
  readonly location: string;
  /** The name that error messages give to what is being done. */
  readonly doing: string;
  /** A delete's result is 204, an action's result a body. */
  readonly kind: 'write' | 'delete' | 'action';
  status: 'InProgress' | 'Succeeded' | 'Failed';
  /** Why it failed. */
  error?: ArmError;
  /** The body of an action's result. */
  result?: unknown;
}

/** What is to be done, and when it is over. */
export interface NewOperation extends Pick<Operation, 'subscriptionId' | 'location' | 'doing' | 'kind'> {
  /** The resource that is being written: no other write on it, or on what lies below it, is taken meanwhile. */
  readonly on: string;
  /** The rest of the work. The error that it returns makes the operation fail. */
  readonly finish: () => ArmError | undefined;
  readonly result?: () => unknown;
}

/** Which of an operation's two URLs. */
export type OperationUrl = 'operations' | 'operationResults';

/** The operations of all subscriptions, and the signed URLs under which clients ask for them. */
export class Operations {
  readonly #ids: SeededIds;
  readonly #clock: Scheduler;
  readonly #rules: ArmRules;
  readonly #all = new Map<string, Operation>();
  readonly #busy = new Map<string, Operation>();
  readonly #key: string;
  #certificate: string | undefined;

  constructor(parts: { ids: SeededIds; clock: Scheduler; rules: ArmRules }) {
    this.#ids = parts.ids;
    this.#clock = parts.clock;
    this.#rules = parts.rules;
    this.#key = this.#ids.hex('azure/operation-key', 64);
  }

  /** Begins an operation; it ends by itself, or is over already where operations take no time. */
  start({ on, finish, result, ...given }: NewOperation): Operation {
    const operation: Operation = { ...given, id: this.#ids.guid('azure/operation'), status: 'InProgress' };
    this.#all.set(operation.id, operation);
    const key = idKey(on);
    if (given.kind !== 'action') this.#busy.set(key, operation);
    const end = () => {
      if (this.#busy.get(key) === operation) this.#busy.delete(key);
      const error = finish();
      Object.assign(operation, { status: error ? 'Failed' : 'Succeeded', error, result: result?.() });
    };
    const { ms } = this.#rules.operations;
    if (ms === 0) end();
    else this.#clock.schedule(`azure/operation/${operation.id}`, ms, end);
    return operation;
  }

  /** By its id. */
  get(id: string): Operation | undefined {
    return this.#all.get(id.toLowerCase());
  }

  /** What is being done to a resource at the moment. */
  on(id: string): Operation | undefined {
    return this.#busy.get(idKey(id));
  }

  /**
   * Two writes on one resource do not go together.
   * @throws {ArmError} AnotherOperationInProgress
   */
  assertIdle(id: string): void {
    const operation = this.on(id);
    if (!operation) return;
    const { conflictStatus } = this.#rules.operations;
    throw anotherOperation(operation.id, conflictStatus, this.retryAfter);
  }

  /** What `Retry-After` says. */
  get retryAfter(): string {
    return String(this.#rules.operations.retryAfterSeconds);
  }

  /**
   * The URL to ask at. It is some 3 kB long and signed, as Azure's have been since 2024: clients must follow it as it
   * stands.
   */
  url(origin: string, operation: Operation, which: OperationUrl, apiVersion: string): string {
    const { id, subscriptionId, location } = operation;
    const path = `/subscriptions/${subscriptionId}/providers/Microsoft.Network/locations/${location}/${which}/${id}`;
    const ticks = String(BigInt(this.#clock.now()) * 10_000n + 621_355_968_000_000_000n);
    const certificate = this.#signingCertificate();
    const { s, h } = this.#signature(`${path}?${apiVersion}&${ticks}`.toLowerCase());
    return `${origin}${path}?api-version=${apiVersion}&t=${ticks}&c=${certificate}&s=${s}&h=${h}`;
  }

  /** True when the URL is one that `url` made. */
  isSigned(path: string, query: URLSearchParams): boolean {
    const signed = `${path}?${query.get('api-version')}&${query.get('t')}`.toLowerCase();
    const { s, h } = this.#signature(signed);
    return query.get('s') === s && query.get('h') === h && query.get('c') === this.#signingCertificate();
  }

  #signature(text: string): { s: string; h: string } {
    const s = Array.from({ length: 8 }, (_none, part) =>
      createHmac('sha256', this.#key).update(`${part}/${text}`).digest('base64url'),
    ).join('');
    return { s, h: createHash('sha256').update(s).digest('base64url') };
  }

  /** No certificate, but as long as one. */
  #signingCertificate(): string {
    this.#certificate ??= Array.from({ length: 50 }, (_none, part) =>
      createHmac('sha256', this.#key).update(`certificate/${part}`).digest('base64url'),
    ).join('');
    return this.#certificate;
  }
}
