/**
 * Wraps a caller's listener so that an exception in it, or a rejection of an async one, never changes what the library
 * does: it is reported as a process warning, and the work goes on.
 */
export function safeListener<E>(listener: ((event: E) => void) | undefined): (event: E) => void {
  if (!listener) return () => undefined;
  return (event) => {
    try {
      const result: unknown = listener(event);
      if (isThenable(result)) Promise.resolve(result).catch(warn);
    } catch (error) {
      warn(error);
    }
  };
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

function warn(thrown: unknown): void {
  const what =
    thrown instanceof Error
      ? `${thrown.name}: ${thrown.message}`
      : typeof thrown === 'object'
        ? 'an object'
        : String(thrown);
  process.emitWarning(`An event listener threw ${what}`, 'DfCloudWarning');
}
