import { freshRound, type StepContext } from './step.js';

const LONGEST_MS = 1_000;

/**
 * The rounds of one run: what was read since its last write may be used again for a moment, so that the confirmation
 * of one step is the first look of the next.
 */
export class Rounds {
  readonly #context: StepContext;
  #current: StepContext;
  #untilMs: number;

  /** The round of `context` itself is the first one. */
  constructor(context: StepContext) {
    this.#context = context;
    this.#current = context;
    this.#untilMs = context.clock.now() + LONGEST_MS;
  }

  /** The round that holds now. */
  current(): StepContext {
    return this.#context.clock.now() < this.#untilMs ? this.#current : this.next();
  }

  /** Something has changed, or may have: a new round begins. */
  next(): StepContext {
    this.#current = freshRound(this.#context);
    this.#untilMs = this.#context.clock.now() + LONGEST_MS;
    return this.#current;
  }
}
