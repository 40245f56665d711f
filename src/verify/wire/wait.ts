/** The share of a wait in which the event loop was at work; beyond it, silence proves nothing. */
const BUSY = 0.9;

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
 *
 * A busy process is not held against the endpoint: when the event loop had no rest during the wait, the answer may be
 * there and unread. Then the wait is doubled, once; and what has arrived is read before any deadline counts.
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
    const ms = Math.max(0, deadlineMs);
    const began = performance.eventLoopUtilization();
    const finish = (report: () => void) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      stop?.();
      report();
    };
    const cancel = () => finish(() => reject(signal?.reason));
    const giveUp = () => {
      // Node runs timers before it reads sockets: one more turn lets it read.
      setImmediate(() => finish(() => resolve(onDeadline())));
    };
    let timer = setTimeout(() => {
      const { utilization } = performance.eventLoopUtilization(began);
      if (utilization < BUSY) giveUp();
      else timer = setTimeout(giveUp, ms);
    }, ms);
    signal?.addEventListener('abort', cancel, { once: true });
    stop = start((outcome) => finish(() => resolve(outcome)));
    // The outcome may have been there before there was anything to stop.
    if (settled) stop();
  });
}
