import { AbortedError } from '../errors/aborted-error.js';
import { AuthError } from '../errors/auth-error.js';
import { isDfCloudError } from '../errors/base.js';
import { FailedStateError } from '../errors/failed-state-error.js';
import { InvalidInputError } from '../errors/invalid-input-error.js';
import * as messages from '../errors/messages.js';
import { NeedsYourActionError } from '../errors/needs-your-action-error.js';
import { NotFoundError } from '../errors/not-found-error.js';
import { ResponseError } from '../errors/response-error.js';
import { TimeoutError } from '../errors/timeout-error.js';
import { onAbort } from '../internal/on-abort.js';
import type { WaitEvent } from './events.js';
import type { PollLoop, Sighting } from './poll.js';
import { DELETED, judge, type StatusTable } from './status-table.js';
import { WaitRecord } from './wait-record.js';

/** One wait for one resource. */
export interface WaitRequest<T> {
  /** `network`, `connection` or `datastore`. */
  readonly resource: string;
  /** The resource's id. */
  readonly id: string;
  /** The status to be reached, or `deleted`. */
  readonly target: string;
  /** What the statuses mean. */
  readonly table: StatusTable;
  /** When to give up, in milliseconds. */
  readonly timeoutMs: number;
  /** How long a 404 is taken for the lag of a fresh resource, in milliseconds. */
  readonly missingGraceMs: number;
  /** What to do at the customer's move: go on waiting, or throw `NeedsYourActionError`. */
  readonly whenYourMove: 'wait' | 'fail';
  /** The next step for the customer, in words and as a command. */
  readonly yourMoveFix: (value: T) => string;
  /** Cancels the wait. */
  readonly signal?: AbortSignal | undefined;
  /** Gets every event; never throws. */
  readonly onEvent: (event: WaitEvent) => void;
}

/**
 * Waits until the target is reached, and gives the resource as it was then; undefined when it is gone, as asked for.
 *
 * @throws FailedStateError, NeedsYourActionError, NotFoundError, TimeoutError, AbortedError, and at once every error
 * that more polling cannot cure: AuthError, InvalidInputError, the third ResponseError in a row.
 */
export function waitForStatus<T>(loop: PollLoop<T>, request: WaitRequest<T>): Promise<T | undefined> {
  const { signal } = request;
  return new Promise((resolve, reject) => {
    const wait = new Wait(loop, request);
    if (signal?.aborted) {
      reject(wait.aborted(signal.reason));
      return;
    }
    const ended = new AbortController();
    const finish = (settle: () => void) => {
      if (ended.signal.aborted) return;
      ended.abort();
      unwatch();
      forget?.();
      settle();
    };
    const unwatch = loop.watch(request.id, (sighting) => {
      const outcome = wait.see(sighting);
      if (outcome instanceof Error) finish(() => reject(outcome));
      else if (outcome !== 'go-on') finish(() => resolve(outcome.value));
    });
    const forget = signal && onAbort(signal, () => finish(() => reject(wait.aborted(signal.reason))));
    loop.clock.sleep(request.timeoutMs, ended.signal).then(
      () => finish(() => reject(wait.timedOut())),
      () => undefined,
    );
  });
}

type Outcome<T> = 'go-on' | { readonly value: T | undefined } | Error;

const BAD_RESPONSES_IN_A_ROW = 3;

/** Turns sightings into events and, at some point, into an outcome. */
class Wait<T> {
  readonly #record: WaitRecord;
  readonly #told = new Set<string>();
  #badResponses = 0;
  #yourMoveFix: string | undefined;

  constructor(
    loop: PollLoop<T>,
    readonly request: WaitRequest<T>,
  ) {
    this.#record = new WaitRecord(
      { resource: request.resource, id: request.id, target: request.target },
      loop.clock,
    );
  }

  see(sighting: Sighting<T>): Outcome<T> {
    if (sighting.kind === 'error') return this.#seeError(sighting.error);
    this.#badResponses = 0;
    if (sighting.kind === 'missing') return this.#seeNothing();
    return this.#seeStatus(sighting.status, sighting.statusDetail, sighting.value);
  }

  timedOut(): TimeoutError {
    const wait = this.#record.details();
    return new TimeoutError(messages.waitTimedOut(wait, this.request.timeoutMs, this.#yourMoveFix), { wait });
  }

  aborted(reason: unknown): AbortedError {
    return new AbortedError(messages.waitAborted(this.#record.details()), undefined, reason);
  }

  #seeStatus(status: string, statusDetail: string | undefined, value: T): Outcome<T> {
    const changed = this.#record.sawStatus(status, statusDetail);
    const judgement = judge(this.request.table, this.request.target, status);
    if (changed) this.#emit({ type: 'status', status, ...(statusDetail !== undefined && { statusDetail }) });
    else this.#emit({ type: 'waiting', status, inStatusMs: this.#record.inStatusMs });

    this.#yourMoveFix = undefined;
    if (judgement === 'reached') return { value: this.request.target === DELETED ? undefined : value };
    if (judgement === 'failed') return this.#failed();
    if (judgement === 'your-move') return this.#yourMove(status, value);
    if (judgement === 'unknown') this.#once(`unknown:${status}`, { type: 'unknown-status', status });
    return 'go-on';
  }

  #failed(): FailedStateError {
    const details = this.#record.details();
    return new FailedStateError(messages.waitFailed(details), details);
  }

  #yourMove(status: string, value: T): Outcome<T> {
    const fix = this.request.yourMoveFix(value);
    this.#yourMoveFix = fix;
    this.#once('your-move', { type: 'your-move', status, fix });
    if (this.request.whenYourMove === 'wait') return 'go-on';
    const details = this.#record.details();
    return new NeedsYourActionError(messages.needsYourAction(details, fix), details);
  }

  #seeNothing(): Outcome<T> {
    this.#record.sawNothing();
    if (this.request.target === DELETED && this.#mayBeGone()) return { value: undefined };
    if (this.#record.elapsedMs >= this.request.missingGraceMs) {
      return new NotFoundError(messages.waitMissing(this.#record.details(), this.#record.missingMs));
    }
    this.#emit({ type: 'waiting', inStatusMs: this.#record.inStatusMs });
    return 'go-on';
  }

  /** A 404 is what a wait for "deleted" hopes for: the resource was there once, or its lag would be over by now. */
  #mayBeGone(): boolean {
    return this.#record.status !== undefined || this.#record.elapsedMs >= this.request.missingGraceMs;
  }

  #seeError(error: Error): Outcome<T> {
    if (!isDfCloudError(error)) return error;
    this.#record.sawError(error.code);
    this.#badResponses = error instanceof ResponseError ? this.#badResponses + 1 : 0;
    const final = error instanceof AuthError || error instanceof InvalidInputError;
    if (final || this.#badResponses >= BAD_RESPONSES_IN_A_ROW) return error;
    this.#emit({ type: 'poll-failed', code: error.code, message: error.message });
    return 'go-on';
  }

  #once(key: string, event: EventBody): void {
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.#emit(event);
  }

  #emit(event: EventBody): void {
    this.request.onEvent({ ...event, ...this.#record.subject, elapsedMs: this.#record.elapsedMs });
  }
}

type EventBody = WaitEvent extends infer Event
  ? Event extends WaitEvent
    ? Omit<Event, 'resource' | 'id' | 'target' | 'elapsedMs'>
    : never
  : never;
