import type { Clock } from '../../../src/internal/clock.js';

/** Time that passes as fast as it is slept through; it keeps what was slept. */
export class QuickClock implements Clock {
  #nowMs = 0;
  readonly slept: number[] = [];

  now(): number {
    return this.#nowMs;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.slept.push(ms);
    this.#nowMs += ms;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
