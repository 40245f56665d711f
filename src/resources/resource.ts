import { checkOptions } from '../errors/check-options.js';
import { InvalidInputError } from '../errors/invalid-input-error.js';
import { createdUnnamed, illegalValue } from '../errors/messages.js';
import type { RequestDetails } from '../errors/request-details.js';
import { ResponseError } from '../errors/response-error.js';
import { jsonBody } from '../http/body.js';
import { lazy } from '../internal/lazy.js';
import { safeListener } from '../internal/listener.js';
import { PollLoop } from '../waiters/poll.js';
import { DELETED, type StatusTable } from '../waiters/status-table.js';
import { waitForStatus } from '../waiters/wait.js';
import { CALL_OPTIONS, type CallOptions, type ListFilter, type WaitOptions } from './call-options.js';
import type { ResourceContext } from './context.js';
import { FreshIds } from './fresh-ids.js';
import { checkListFilter } from './list-filter.js';
import { type Move, whoseMove } from './move.js';
import { pollSource } from './poll-source.js';
import { someId } from './rules.js';
import { checkWaitOptions, checkWaitTarget } from './wait-options.js';
import { isMissing } from './wire-keys.js';

/** What all resources have in common. */
export interface ResourceFields {
  /** The id. */
  readonly id: string;
  /** Free text. */
  readonly name: string;
  /** What the API says of its life. */
  readonly status: string;
  /** Why, in the API's words. */
  readonly statusDetail?: string;
}

/** How one kind of resource differs from the others. */
export interface ResourceKind<T> {
  /** `network`, `connection` or `datastore`. */
  readonly name: string;
  /** `/v1/networks`. */
  readonly path: string;
  /** The filters that its list takes. */
  readonly filters: readonly string[];
  /** What its statuses mean. */
  readonly table: StatusTable;
  /** Loads the code that reads answers. */
  readonly load: () => Promise<ResourceReader<T>>;
  /** The next step when it is the customer's move. */
  readonly yourMoveFix: (resource: T) => string;
}

/** Reads answers. Both throw ResponseError. */
export interface ResourceReader<T> {
  /** One resource. */
  readonly one: (body: unknown, request?: RequestDetails) => T;
  /** A list. */
  readonly list: (body: unknown, request?: RequestDetails) => T[];
}

/** What a POST or PUT sends. */
export interface WriteInput {
  /** What becomes JSON. */
  readonly body: unknown;
  /** Parts of it that no error may show. */
  readonly secrets?: readonly string[];
}

/** The filters that every list takes. */
export const LIST_FILTERS: readonly string[] = ['name', 'status'];

/** What networks, connections and datastores can all do. */
export abstract class Resource<T extends ResourceFields, Filter extends ListFilter, Target extends string> {
  readonly #loop: PollLoop<T>;
  readonly #fresh: FreshIds;
  readonly #kind: ResourceKind<T>;

  protected constructor(
    protected readonly context: ResourceContext,
    kind: ResourceKind<T>,
  ) {
    this.#kind = { ...kind, load: lazy(kind.load) };
    this.#loop = new PollLoop(pollSource(context, this.#kind), context.clock);
    this.#fresh = new FreshIds(context.clock);
  }

  /** Reads one. @throws NotFoundError when there is none of that id. */
  async get(id: string, options: CallOptions = {}): Promise<T> {
    checkOptions(options, CALL_OPTIONS);
    const request = { method: 'GET', path: this.pathOf(id), signal: options.signal } as const;
    const { body, record } = await this.context.transport.request(request);
    const reader = await this.#kind.load();
    return reader.one(body, record.details());
  }

  /**
   * Reads all that pass the filter. The API knows no filters and no pages: one request brings all.
   *
   * @throws InvalidInputError before anything is sent when the filter has an unknown key.
   */
  async list(filter?: Filter, options: CallOptions = {}): Promise<T[]> {
    checkListFilter(filter, this.#kind.filters);
    checkOptions(options, CALL_OPTIONS);
    const request = { method: 'GET', path: this.#kind.path, signal: options.signal } as const;
    const { body, record } = await this.context.transport.request(request);
    const reader = await this.#kind.load();
    return reader.list(body, record.details()).filter((resource) => this.matches(resource, filter));
  }

  /**
   * Asks for its removal, which takes a while: `waitUntilDeleted` tells when it is gone.
   *
   * @throws NotFoundError when there is none of that id. @throws ConflictError when something still uses it.
   */
  async delete(id: string, options: CallOptions = {}): Promise<void> {
    checkOptions(options, CALL_OPTIONS);
    const request = { method: 'DELETE', path: this.pathOf(id), signal: options.signal } as const;
    await this.context.transport.request(request);
    this.#fresh.forget(id);
    this.nudge();
  }

  /**
   * Waits until a status is reached, or one behind it: an early `active` ends a wait for `inactive`. Many waits on one
   * client share their requests.
   *
   * @returns the resource as it was then; for `deleted` the promise holds nothing.
   * @throws FailedStateError within one poll when the status cannot be reached any more. @throws TimeoutError
   * @throws NotFoundError when there is none of that id (a fresh one is given time to appear). @throws AbortedError
   */
  async waitUntil(id: string, status: 'deleted', options?: WaitOptions): Promise<undefined>;
  async waitUntil(id: string, status: Exclude<Target, 'deleted'>, options?: WaitOptions): Promise<T>;
  async waitUntil(id: string, status: Target, options?: WaitOptions): Promise<T | undefined>;
  async waitUntil(id: string, status: string, options: WaitOptions = {}): Promise<T | undefined> {
    return this.#wait(id, status, options);
  }

  /** Waits until it works. See `waitUntil`. */
  async waitUntilActive(id: string, options: WaitOptions = {}): Promise<T> {
    const active = await this.#wait(id, 'active', options);
    // Unreachable: only a wait for "deleted" ends without a resource.
    return active ?? this.get(id, { signal: options.signal });
  }

  /** Waits until it is gone, which it also is when the API does not know the id. See `waitUntil`. */
  async waitUntilDeleted(id: string, options: WaitOptions = {}): Promise<void> {
    await this.#wait(id, DELETED, options);
  }

  /** Whose move it is, judged from a resource as it was read. Makes no request. */
  whoseMove(resource: T): Move {
    return whoseMove(this.#kind, resource);
  }

  /** Something has just changed (the peering was accepted, say): running waits look at once, not at their next poll. */
  nudge(): void {
    this.#loop.nudge();
  }

  async #wait(id: string, target: string, options: WaitOptions): Promise<T | undefined> {
    checkId(id);
    checkWaitTarget(target, [...this.#kind.table.ordered, DELETED]);
    const { timeoutMs, whenYourMove } = checkWaitOptions(options);
    return waitForStatus(this.#loop, {
      resource: this.#kind.name,
      id,
      target,
      table: this.#kind.table,
      timeoutMs,
      missingGraceMs: this.#fresh.graceMs(id),
      whenYourMove,
      yourMoveFix: this.#kind.yourMoveFix,
      signal: options.signal,
      onEvent: safeListener(options.onEvent),
    });
  }

  /** Makes the resource, and remembers its id, so that waits give it time to appear. */
  protected async readCreated(input: WriteInput, name: string, options: CallOptions): Promise<T> {
    const { body, details } = await this.#send('POST', this.#kind.path, input, options);
    const created = isMissing(body)
      ? await this.#onlyOneCalled(name, details, options)
      : (await this.#kind.load()).one(body, details);
    this.#fresh.remember(created.id);
    this.nudge();
    return created;
  }

  /** What a POST made that was answered with success and an empty body. */
  async #onlyOneCalled(name: string, request: RequestDetails, options: CallOptions): Promise<T> {
    const found = (await this.list(undefined, options)).filter((resource) => resource.name === name);
    const [only] = found;
    if (only && found.length === 1) return only;
    throw new ResponseError(createdUnnamed(request.path, name, found.length), { request });
  }

  /** Changes the resource. */
  protected async readUpdated(id: string, input: WriteInput, options: CallOptions): Promise<T> {
    const { body, details } = await this.#send('PUT', this.pathOf(id), input, options);
    this.nudge();
    return isMissing(body) ? this.get(id, options) : (await this.#kind.load()).one(body, details);
  }

  async #send(
    method: 'POST' | 'PUT',
    path: string,
    { body, secrets = [] }: WriteInput,
    options: CallOptions,
  ) {
    const text = jsonBody(method, path, body);
    const request = { method, path, body: text, secrets, signal: options.signal };
    const answer = await this.context.transport.request(request);
    return { body: answer.body, details: answer.record.details() };
  }

  /** The path of one resource, its id escaped. */
  protected pathOf(id: string): string {
    checkId(id);
    return `${this.#kind.path}/${encodeURIComponent(id)}`;
  }

  protected matches(resource: T, filter: Filter | undefined): boolean {
    const nameFits = filter?.name === undefined || resource.name === filter.name;
    return nameFits && (filter?.status === undefined || resource.status === filter.status);
  }
}

function checkId(id: unknown): void {
  const complaint = someId(id);
  if (complaint)
    throw new InvalidInputError(illegalValue('id', id, complaint.legal, complaint.example), { field: 'id' });
}
