import { sleep } from './sleep.js';

/** Time as the library sees it; tests and the sandbox pass their own. */
export interface Clock {
  /** Milliseconds since some fixed moment; only differences mean anything. */
  now(): number;
  /** Resolves after `ms`; rejects with the signal's reason as soon as it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's monotonic clock. */
export const systemClock: Clock = {
  now: () => performance.now(),
  sleep,
};
