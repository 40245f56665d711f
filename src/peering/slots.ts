import { abortable } from '../internal/abort.js';

/** Lets a limited number of pieces of work run at once; the others wait in line. */
export class Slots {
  #free: number;
  readonly #line: (() => void)[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  /** Runs `work` as soon as a slot is free. Aborting while in line rejects with the reason, and nothing is run. */
  async run<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    const turn = this.#take();
    try {
      await abortable(turn, signal);
    } catch (error) {
      void turn.then(() => this.#give());
      throw error;
    }
    try {
      return await work();
    } finally {
      this.#give();
    }
  }

  #take(): Promise<void> {
    if (this.#free > 0) {
      this.#free -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve) => this.#line.push(resolve));
  }

  #give(): void {
    const next = this.#line.shift();
    if (next) next();
    else this.#free += 1;
  }
}
