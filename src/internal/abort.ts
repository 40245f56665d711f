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
 * which (`DeadlineReached` or the outer reason). No timer or listener outlives the call.
 */
export async function withDeadline<T>(
  ms: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  outer?.throwIfAborted();
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new DeadlineReached(ms)), ms);
  const forget = outer && onAbort(outer, () => controller.abort(outer.reason));
  try {
    return await abortable(work(controller.signal), controller.signal);
  } finally {
    clearTimeout(timer);
    forget?.();
  }
}
