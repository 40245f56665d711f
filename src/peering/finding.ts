/** Something that a preflight found: all of them at once, not the first only. */
export interface Finding {
  /** A stable identifier: `cidr_overlap`. */
  readonly code: string;
  /** An error stops `apply` before the first write. */
  readonly severity: 'error' | 'warning' | 'info';
  /** One sentence. */
  readonly summary: string;
  /** What was seen: ids and values. */
  readonly evidence: string;
  /** What to do. */
  readonly fix: {
    /** In words. */
    readonly text: string;
    /** As a command, where there is one. */
    readonly command?: string;
  };
}
