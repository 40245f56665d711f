import { abortable } from './abort.js';

/** Lets one piece of work at a time run under each key; the others wait in line. */
export class KeyedLock {
  readonly #tails = new Map<string, Promise<unknown>>();

  /** Runs `work` when all earlier work under `key` has settled. Aborting while in line rejects with the reason. */
  async run<T>(key: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(key) ?? Promise.resolve();
    const mine = abortable(before, signal).then(work);
    // Whoever comes next waits for all that came before, also when this one left the line early.
    const tail = Promise.allSettled([before, mine]);
    this.#tails.set(key, tail);
    try {
      return await mine;
    } finally {
      if (this.#tails.get(key) === tail) this.#tails.delete(key);
    }
  }
}
