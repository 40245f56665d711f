import { sleep } from '../internal/sleep.js';
import { SandboxError } from './sandbox-error.js';

/**
 * The time of one sandbox, on which everything that takes time in the doubles is scheduled. It fits wherever dfcloud
 * takes a clock.
 */
export interface SandboxClock {
  /** `real` follows the machine; `virtual` stands still until `advance` is called. */
  readonly mode: 'real' | 'virtual';
  /** Milliseconds since 1970. The virtual clock starts at 2026-01-01T00:00:00Z. */
  now(): number;
  /** Resolves `ms` later on this clock; rejects with the signal's reason as soon as it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /**
   * Moves the virtual clock and runs, in the order of their time, all transitions that fall due on the way. What a
   * transition starts (a listener, say) is ready when the promise resolves.
   * @throws {SandboxError} `wrong_clock` on the real clock.
   */
  advance(ms: number): Promise<void>;
}

/** What the doubles use: one pending task per key, so that an object has at most one transition ahead of it. */
export interface Scheduler extends SandboxClock {
  /** Runs `task` after `afterMs`, instead of what was scheduled under `key` before. */
  schedule(key: string, afterMs: number, task: () => Promise<void> | void): void;
  /** Forgets what is scheduled under `key`. */
  cancel(key: string): void;
  /** Forgets everything, and leaves no timer. */
  close(): void;
}

/** Makes the clock of one sandbox. */
export function createClock(mode: 'real' | 'virtual'): Scheduler {
  return mode === 'real' ? new RealClock() : new VirtualClock();
}

class RealClock implements Scheduler {
  readonly mode = 'real';
  readonly #timers = new Map<string, NodeJS.Timeout>();
  #closed = false;

  now(): number {
    return Date.now();
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return sleep(ms, signal);
  }

  async advance(_ms: number): Promise<void> {
    throw new SandboxError(
      'wrong_clock',
      'this sandbox runs on real time, which cannot be advanced',
      "Start it with startSandbox({ clock: 'virtual' }), or wait.",
    );
  }

  schedule(key: string, afterMs: number, task: () => Promise<void> | void): void {
    this.cancel(key);
    if (this.#closed) return;
    const run = async () => {
      this.#timers.delete(key);
      try {
        await task();
      } catch (error) {
        process.emitWarning(
          `A transition of the sandbox failed (${key}): ${String(error)}`,
          'SandboxWarning',
        );
      }
    };
    this.#timers.set(key, setTimeout(run, afterMs));
  }

  cancel(key: string): void {
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
  }

  close(): void {
    this.#closed = true;
    for (const key of [...this.#timers.keys()]) this.cancel(key);
  }
}

interface Due {
  readonly atMs: number;
  readonly order: number;
  readonly task: () => Promise<void> | void;
}

class VirtualClock implements Scheduler {
  readonly mode = 'virtual';
  readonly #due = new Map<string, Due>();
  #nowMs = Date.UTC(2026, 0, 1);
  #order = 0;
  #closed = false;
  #advancing: Promise<void> = Promise.resolve();

  now(): number {
    return this.#nowMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const key = `sleep/${this.#order}`;
      const stop = () => {
        this.cancel(key);
        reject(signal?.reason);
      };
      this.schedule(key, ms, () => {
        signal?.removeEventListener('abort', stop);
        resolve();
      });
      signal?.addEventListener('abort', stop, { once: true });
    });
  }

  async advance(ms: number): Promise<void> {
    if (!Number.isFinite(ms) || ms < 0) {
      throw new SandboxError(
        'invalid_option',
        `the clock cannot advance by ${ms} ms`,
        'Give a number of milliseconds, zero or more.',
      );
    }
    // Two callers advance one after the other, or the later one would run transitions out of their order.
    const turn = this.#advancing.then(() => this.#runUntil(this.#nowMs + ms));
    this.#advancing = turn.catch(() => undefined);
    await turn;
  }

  schedule(key: string, afterMs: number, task: () => Promise<void> | void): void {
    if (this.#closed) return;
    this.#order += 1;
    this.#due.set(key, { atMs: this.#nowMs + afterMs, order: this.#order, task });
  }

  cancel(key: string): void {
    this.#due.delete(key);
  }

  close(): void {
    this.#closed = true;
    this.#due.clear();
  }

  async #runUntil(targetMs: number): Promise<void> {
    for (let next = this.#next(targetMs); next && !this.#closed; next = this.#next(targetMs)) {
      const [key, due] = next;
      this.#due.delete(key);
      this.#nowMs = due.atMs;
      await due.task();
      // A sleeper that just woke up gets to schedule its next step before time moves on.
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#nowMs = targetMs;
  }

  #next(targetMs: number): [string, Due] | undefined {
    return [...this.#due]
      .filter(([, due]) => due.atMs <= targetMs)
      .sort(([, a], [, b]) => a.atMs - b.atMs || a.order - b.order)[0];
  }
}
