/** How one wait ends: by what it waits for, by its deadline, or by rejecting when the caller cancels. */
export interface WaitOptions {
  /** How long to wait at most, in milliseconds; 0 and less end at once. */
  readonly deadlineMs: number;
  /** The caller's signal. */
  readonly signal: AbortSignal | undefined;
}

/**
 * Runs `start`, which hands the outcome to `settle` (the first call counts) and returns how to stop listening.
 * After `deadlineMs` the outcome is `onDeadline()`; when the signal fires, the wait rejects with its reason. Timer
 * and listeners are gone on every way out.
 */
export function waitFor<T>(
  { deadlineMs, signal }: WaitOptions,
  onDeadline: () => T,
  start: (settle: (outcome: T) => void) => () => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    let stop: (() => void) | undefined;
    let settled = false;
    const finish = (report: () => void) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      stop?.();
      report();
    };
    const cancel = () => finish(() => reject(signal?.reason));
    const timer = setTimeout(() => finish(() => resolve(onDeadline())), Math.max(0, deadlineMs));
    signal?.addEventListener('abort', cancel, { once: true });
    stop = start((outcome) => finish(() => resolve(outcome)));
    // The outcome may have been there before there was anything to stop.
    if (settled) stop();
  });
}
