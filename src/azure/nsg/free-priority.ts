/** The legal priorities of a rule that a customer makes. The rules that Azure makes itself stand at 65000 and above. */
const FIRST = 100;
const LAST = 4096;

/**
 * The weakest free priority that still comes before `blocking`: a rule there overrides no more than it must. Undefined
 * when all of them are taken.
 */
export function freePriority(taken: readonly number[], blocking: number): number | undefined {
  const used = new Set(taken);
  for (let priority = Math.min(LAST, blocking - 1); priority >= FIRST; priority -= 1) {
    if (!used.has(priority)) return priority;
  }
  return undefined;
}
