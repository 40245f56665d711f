/**
 * Wraps a caller's listener so that an exception in it never changes what the library does: it is reported as a
 * process warning, and the work goes on.
 */
export function safeListener<E>(listener: ((event: E) => void) | undefined): (event: E) => void {
  if (!listener) return () => undefined;
  return (event) => {
    try {
      listener(event);
    } catch (error) {
      process.emitWarning(`An event listener threw: ${String(error)}`, 'DfCloudWarning');
    }
  };
}
