import { type Clock, systemClock } from '../../../src/internal/clock.js';

/** A clock whose pauses pass at once, and are kept. */
export class FastClock implements Clock {
  /** How long it was to sleep, each time. */
  readonly pausesMs: number[] = [];
  #skippedMs = 0;

  now(): number {
    return systemClock.now() + this.#skippedMs;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.pausesMs.push(ms);
    this.#skippedMs += ms;
  }
}
