import { onAbort } from './on-abort.js';

/** The reason with which `withDeadline` aborts its own signal when the time is up. */
export class DeadlineReached extends Error {
  constructor(readonly afterMs: number) {
    super(`deadline reached after ${afterMs} ms`);
  }
}

/**
 * Settles as `work` does, or rejects with the signal's reason as soon as it is aborted, even when `work` ignores
 * the signal. The listener is removed on every way out.
 */
export function abortable<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) {
      work.catch(() => undefined);
      stop();
      return;
    }
    const forget = onAbort(signal, stop);
    work.then(resolve, reject).finally(forget);
  });
}

/**
 * Runs `work` with a fresh signal that fires when `outer` fires or after `ms`, whichever is first; the reason tells
 * which (`DeadlineReached` or the outer reason). Settles then at once, even when `work` ignores its signal. No timer or
 * listener outlives the call.
 */
export async function withDeadline<T>(
  ms: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  outer?.throwIfAborted();
  const controller = new AbortController();
  let forget: (() => void) | undefined;
  let timer: NodeJS.Timeout | undefined;
  try {
    // Not through `abortable`: a listener on a signal of one's own costs more than the promise.
    return await new Promise<T>((resolve, reject) => {
      const stop = (reason: unknown) => {
        controller.abort(reason);
        reject(controller.signal.reason);
      };
      timer = setTimeout(() => stop(new DeadlineReached(ms)), ms);
      forget = outer && onAbort(outer, () => stop(outer.reason));
      work(controller.signal).then(resolve, reject);
    });
  } finally {
    clearTimeout(timer);
    forget?.();
  }
}
