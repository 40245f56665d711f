/** True for a finite number above 0 that `setTimeout` can take (it fires at once for more than 2^31-1). */
export function isTimeout(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && value <= 2_147_483_647;
}

/** The first own key that is not in `known`. */
export function unknownKey(object: object, known: readonly string[]): string | undefined {
  return Object.keys(object).find((key) => !known.includes(key));
}
