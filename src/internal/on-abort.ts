interface Fan {
  readonly callbacks: Set<{ readonly call: () => void }>;
  readonly listener: () => void;
}

const fans = new WeakMap<AbortSignal, Fan>();

/**
 * Calls `call` when the signal fires; the function that it gives takes that back. All calls of one signal share one
 * listener, since Node warns of a leak at the eleventh, and one signal may well stand for a hundred calls. The
 * listener goes with the last of them.
 */
export function onAbort(signal: AbortSignal, call: () => void): () => void {
  const fan = fans.get(signal) ?? listen(signal);
  const callback = { call };
  fan.callbacks.add(callback);
  return () => {
    fan.callbacks.delete(callback);
    if (fan.callbacks.size === 0 && fans.get(signal) === fan) stopListening(signal, fan);
  };
}

function listen(signal: AbortSignal): Fan {
  const callbacks: Fan['callbacks'] = new Set();
  const fan = {
    callbacks,
    listener: () => {
      stopListening(signal, fan);
      for (const { call } of callbacks) call();
    },
  };
  fans.set(signal, fan);
  signal.addEventListener('abort', fan.listener);
  return fan;
}

function stopListening(signal: AbortSignal, fan: Fan): void {
  fans.delete(signal);
  signal.removeEventListener('abort', fan.listener);
}
