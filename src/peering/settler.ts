import { isDfCloudError } from '../errors/base.js';
import { CloudRefusedError } from '../errors/cloud-refused-error.js';
import { PollLoop, type Sighting } from '../waiters/poll.js';
import { waitForStatus } from '../waiters/wait.js';
import { isTransient } from './retrying.js';
import type { Step, StepContext, StepState } from './step.js';

const DEFAULT_TIMEOUT_MS = 300_000;

/** Waits until steps read as wanted. All waits of one run share one polling loop, and each of its turns one round of reads. */
export class Settler {
  readonly #steps = new Map<string, Step>();
  readonly #refusals = new Map<string, Error>();
  readonly #loop: PollLoop<StepState>;
  readonly #readThisTurn = new Set<string>();
  #round = {};

  constructor(readonly context: StepContext) {
    this.#loop = new PollLoop<StepState>(
      { one: (id) => this.#look(id), all: async () => new Map() },
      context.clock,
    );
  }

  /**
   * Polls a step until it reads as wanted: `todo` means that a write is possible or already done, `done` that it shows.
   *
   * @throws FailedStateError on `conflict` and `unknown`. @throws CloudRefusedError when it may not be read.
   * @throws TimeoutError @throws AbortedError
   */
  async settle(step: Step, target: 'todo' | 'done'): Promise<void> {
    this.#steps.set(step.id, step);
    try {
      await waitForStatus(this.#loop, {
        resource: 'step',
        id: step.id,
        target,
        table: TABLE,
        timeoutMs: step.timeoutMs ?? DEFAULT_TIMEOUT_MS,
        missingGraceMs: 0,
        whenYourMove: 'wait',
        yourMoveFix: () => '',
        signal: this.context.signal,
        onEvent: this.context.emit,
      });
    } catch (error) {
      throw this.#refusals.get(step.id) ?? error;
    }
  }

  async #look(id: string): Promise<Sighting<StepState>> {
    const step = this.#steps.get(id);
    if (!step) return { kind: 'missing' };
    try {
      const state = await step.read({ ...this.context, round: this.#roundFor(id) });
      return { kind: 'seen', status: state.status, statusDetail: state.evidence, value: state };
    } catch (error) {
      return this.#failedLook(step, error);
    }
  }

  /** A step that is read twice has come to the next turn of the loop. */
  #roundFor(id: string): object {
    if (this.#readThisTurn.has(id)) {
      this.#round = {};
      this.#readThisTurn.clear();
    }
    this.#readThisTurn.add(id);
    return this.#round;
  }

  /** A refusal stays one however often it is asked for again, so it ends the wait; anything else may pass. */
  #failedLook(step: Step, error: unknown): Sighting<StepState> {
    const thrown = error instanceof Error ? error : new TypeError(String(error));
    const final = error instanceof CloudRefusedError && !isTransient(error, step.transient);
    if (!final && isDfCloudError(error)) return { kind: 'error', error: thrown };
    this.#refusals.set(step.id, thrown);
    return { kind: 'error', error: new Refusal() };
  }
}

/** Ends a wait at once; the caller gets the refusal itself. */
class Refusal extends Error {}

const TABLE = {
  pending: ['waiting'],
  ordered: ['todo', 'done'],
  yourMove: [],
  failed: ['conflict', 'unknown'],
  leaving: [],
};
