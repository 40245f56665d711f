/** Starts to count; each call of the result gives the milliseconds since then, with one decimal. */
export function startStopwatch(): () => number {
  const began = performance.now();
  return () => tenths(performance.now() - began);
}

/** A time in milliseconds, rounded to one decimal: what is finer is noise. */
export function tenths(ms: number): number {
  return Math.round(ms * 10) / 10;
}
