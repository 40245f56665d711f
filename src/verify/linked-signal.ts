import { defaultMaxListeners, getMaxListeners, setMaxListeners } from 'node:events';

/** More waits than this on one of the caller's signals would be a leak worth Node's warning. */
const MANY_WAITS = 1500;

/**
 * A signal of our own that fires with the caller's too, so that the caller's has one listener however many waits there
 * are. `end` fires it and lets the caller's go.
 */
export function linkedSignal(outer: AbortSignal | undefined): { signal: AbortSignal; end: () => void } {
  const controller = new AbortController();
  const { signal } = controller;
  setMaxListeners(0, signal);
  const forward = () => controller.abort(outer?.reason);
  if (outer) {
    if (outer.aborted) forward();
    // Many verifications may share one signal: Node would warn from the eleventh on.
    if (listenerLimit(outer) === defaultMaxListeners) setMaxListeners(MANY_WAITS, outer);
    outer.addEventListener('abort', forward, { once: true });
  }
  const end = () => {
    outer?.removeEventListener('abort', forward);
    // Any reason will do, nobody reads it; without one Node makes an error with its stack.
    controller.abort('over');
  };
  return { signal, end };
}

function listenerLimit(signal: AbortSignal): number {
  try {
    return getMaxListeners(signal);
  } catch {
    // Node 20 throws for a signal whose limit was never set.
    return defaultMaxListeners;
  }
}
