import type { Clock } from '../../../src/internal/clock.js';

/** Time that passes as fast as it is slept through. Sleeps of a minute or more are deadlines: they never end by themselves. */
export class FakeClock implements Clock {
  #nowMs = 0;

  now(): number {
    return this.#nowMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (ms >= 60_000) {
      return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    }
    signal?.throwIfAborted();
    this.#nowMs += ms;
    return new Promise((resolve) => setImmediate(resolve));
  }
}
