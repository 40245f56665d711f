const FIRST_MS = 250;
const LONGEST_MS = 5_000;
const GROWTH = 1.4;

/** The shortest pause between two polls, in milliseconds, whoever asks for one. */
export const SHORTEST_PAUSE_MS = FIRST_MS / 2;

/**
 * The pause after the n-th poll (1 is the first): quick at first, growing, the upper half of it random, never above
 * 5 seconds.
 */
export function pauseAfter(polls: number, random: () => number = Math.random): number {
  const limit = Math.min(LONGEST_MS, FIRST_MS * GROWTH ** (polls - 1));
  return limit / 2 + (limit / 2) * random();
}
