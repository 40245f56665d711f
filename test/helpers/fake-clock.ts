import type { Clock } from '../../src/internal/clock.js';

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

/** A clock that stands still until it is moved. */
export class FakeClock implements Clock {
  #nowMs = 0;
  readonly #sleepers = new Set<Sleeper>();

  now(): number {
    return this.#nowMs;
  }

  /** How many sleep. */
  get sleeping(): number {
    return this.#sleepers.size;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const stop = () => {
        this.#sleepers.delete(sleeper);
        reject(signal?.reason);
      };
      const sleeper: Sleeper = {
        atMs: this.#nowMs + ms,
        wake: () => {
          signal?.removeEventListener('abort', stop);
          resolve();
        },
      };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', stop, { once: true });
    });
  }

  /** Moves by `ms`, waking everybody whose time comes, in order. */
  async advance(ms: number): Promise<void> {
    const targetMs = this.#nowMs + ms;
    await settled();
    for (let next = this.#next(); next && next.atMs <= targetMs; next = this.#next()) await this.#wake(next);
    this.#nowMs = targetMs;
    await settled();
  }

  /** Moves from sleeper to sleeper until `work` has settled. */
  async run<T>(work: Promise<T>): Promise<T> {
    let done = false;
    const finish = () => {
      done = true;
    };
    work.then(finish, finish);
    await settled();
    while (!done) {
      const next = this.#next();
      if (next) await this.#wake(next);
      else await settled();
    }
    return work;
  }

  #next(): Sleeper | undefined {
    return [...this.#sleepers].sort((a, b) => a.atMs - b.atMs)[0];
  }

  async #wake(sleeper: Sleeper): Promise<void> {
    this.#sleepers.delete(sleeper);
    this.#nowMs = Math.max(this.#nowMs, sleeper.atMs);
    sleeper.wake();
    await settled();
  }
}

/** Everything that needs no time has happened. */
async function settled(): Promise<void> {
  for (let round = 0; round < 3; round += 1) await new Promise((resolve) => setImmediate(resolve));
}
