/** True for a finite number above 0 that `setTimeout` can take (it fires at once for more than 2^31-1). */
export function isTimeout(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && value <= 2_147_483_647;
}

/** True for an object that holds options: not null, and no list. */
export function isOptions(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True for an AbortSignal, also one of another realm or a polyfill. */
export function isSignal(value: unknown): value is AbortSignal {
  return (
    isOptions(value) && typeof value.aborted === 'boolean' && typeof value.addEventListener === 'function'
  );
}

/** The first own key that is not in `known`. */
export function unknownKey(object: object, known: readonly string[]): string | undefined {
  return Object.keys(object).find((key) => !known.includes(key));
}
