/** A signal of our own that also fires with the caller's; `end` fires it and lets the caller's go. */
export function linkedSignal(outer: AbortSignal | undefined): { signal: AbortSignal; end: () => void } {
  const controller = new AbortController();
  const forward = () => controller.abort(outer?.reason);
  if (outer?.aborted) forward();
  outer?.addEventListener('abort', forward, { once: true });
  return {
    signal: controller.signal,
    end: () => {
      outer?.removeEventListener('abort', forward);
      controller.abort();
    },
  };
}
