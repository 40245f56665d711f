import { ConflictError } from '../errors/conflict-error.js';
import { FailedStateError } from '../errors/failed-state-error.js';
import { stepConflict, stepUnread } from '../errors/messages.js';
import { Barrier } from './barrier.js';
import { retrying } from './retrying.js';
import { Rounds } from './rounds.js';
import { Settler } from './settler.js';
import { Slots } from './slots.js';
import { freshRound, type Step, type StepContext, type StepState } from './step.js';
import { stepTeller } from './step-teller.js';

/** How many writes run at once. AWS for one allows about five a second per account and region, after a burst. */
const WRITES_AT_ONCE = 4;

/**
 * Brings steps to `done`: reads, waits while somebody else moves, writes when a write is missing, and reads again until
 * the write shows. The steps of one batch share their reads: one round before the writes, one after the last of them. The
 * first batch uses the round of the run itself.
 */
export class Performer {
  readonly #tell: ReturnType<typeof stepTeller>;
  readonly #settler: Settler;
  readonly #rounds: Rounds;
  readonly #writes = new Slots(WRITES_AT_ONCE);

  constructor(readonly context: StepContext) {
    this.#tell = stepTeller(context);
    this.#settler = new Settler(context);
    this.#rounds = new Rounds(context);
  }

  /**
   * Performs steps side by side; each promise gives true when its step wrote.
   *
   * @throws ConflictError when what exists contradicts a step. @throws FailedStateError when it cannot be read.
   * @throws TimeoutError @throws AbortedError @throws CloudRefusedError
   */
  perform(steps: readonly Step[]): Promise<boolean>[] {
    const round = this.#rounds.current();
    const writing = new Barrier(steps.length);
    return steps.map((step) => this.#performOne(step, round, writing));
  }

  async #performOne(step: Step, round: StepContext, writing: Barrier): Promise<boolean> {
    let state: StepState;
    try {
      this.#tell(step)('checking');
      state = this.#refuseDeadEnds(step, await step.read(round));
      if (state.status === 'todo') await this.#write(step, state, round);
    } finally {
      writing.leave();
    }
    if (state.status === 'done') return this.#done(step, state);
    // One that waits does not keep the others from confirming their writes.
    if (state.status === 'waiting') return this.#performLater(step, state);
    await writing.opened;
    return this.#confirm(step);
  }

  async #performLater(step: Step, seen: StepState): Promise<boolean> {
    this.#tell(step)('waiting', { evidence: seen.evidence, ...(seen.whose && { whose: seen.whose }) });
    await (step.wait?.(this.context) ?? this.#settler.settle(step, 'todo'));
    const round = this.#rounds.next();
    const state = this.#refuseDeadEnds(step, await step.read(round));
    if (state.status === 'done') return this.#done(step, state);
    if (state.status === 'waiting') return this.#performLater(step, state);
    await this.#write(step, state, round);
    return this.#confirm(step);
  }

  async #write(step: Step, { evidence }: StepState, round: StepContext): Promise<void> {
    await this.#writes.run(this.context.signal, async () => {
      this.#tell(step)('applying', { evidence, attempt: 1 });
      const onRetry = (attempt: number, why: string) =>
        this.#tell(step)('retrying', { attempt, evidence: why });
      let known: StepContext | undefined = round;
      try {
        await retrying(step, this.context, onRetry, () => {
          // A second try must not decide by what was read before the first one.
          const current = known ?? freshRound(this.context);
          known = undefined;
          return step.apply(current);
        });
      } finally {
        this.#rounds.next();
      }
    });
  }

  async #confirm(step: Step): Promise<true> {
    const state = this.#refuseDeadEnds(step, await step.read(this.#rounds.current()));
    if (state.status !== 'done') {
      await this.#settler.settle(step, 'done');
      this.#rounds.next();
    }
    this.#tell(step)('done', { evidence: state.status === 'done' ? state.evidence : 'it shows now' });
    return true;
  }

  #done(step: Step, { evidence }: StepState): false {
    this.#tell(step)('done', { evidence });
    return false;
  }

  #refuseDeadEnds(step: Step, state: StepState): StepState {
    if (state.status === 'conflict') {
      this.#tell(step)('conflict', { evidence: state.evidence });
      throw new ConflictError(stepConflict(step.title, state));
    }
    if (state.status === 'unknown') throw unread(step, state);
    return state;
  }
}

function unread(step: Step, state: StepState): FailedStateError {
  const details = {
    resource: 'step',
    id: step.id,
    target: 'done',
    lastStatus: 'unknown',
    statusDetail: state.evidence,
    inStatusMs: 0,
    seen: {},
    elapsedMs: 0,
  };
  return new FailedStateError(stepUnread(step.title, state), details);
}
