/** What the process ends with. */
export const EXIT = {
  /** Done, or reachable. */
  done: 0,
  /** Unreachable, or failed. */
  failed: 1,
  /** The command line was wrong; nothing was written to stdout. */
  usage: 2,
  /** It could not be determined. */
  undetermined: 3,
  /** Ended by a signal. */
  interrupted: 130,
} as const;

/** One of `EXIT`. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
