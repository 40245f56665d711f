/** The statuses of one kind of resource, sorted by what they mean for somebody who waits. */
export interface StatusTable {
  /** Being set up or changed: keep waiting. */
  readonly pending: readonly string[];
  /** What can be waited for, in the order in which it is passed through. The last one is the goal. */
  readonly ordered: readonly string[];
  /** Nothing more happens before the customer acts. Also listed in `ordered`. */
  readonly yourMove: readonly string[];
  /** No status of `ordered` will ever be reached from here. */
  readonly failed: readonly string[];
  /** On the way to being gone, or gone. */
  readonly leaving: readonly string[];
}

/** The target of a wait for a resource to be gone. */
export const DELETED = 'deleted';

/** What a status means for a wait: `unknown` is a word that this version does not know. */
export type Judgement = 'reached' | 'failed' | 'your-move' | 'pending' | 'unknown';

/**
 * Judges a status against a target. A target is reached by itself and by everything behind it, so an early `active`
 * ends a wait for `inactive`.
 */
export function judge(table: StatusTable, target: string, status: string): Judgement {
  if (target === DELETED) return judgeLeaving(table, status);
  const place = table.ordered.indexOf(status);
  if (place >= 0 && place >= table.ordered.indexOf(target)) return 'reached';
  if (table.yourMove.includes(status)) return 'your-move';
  if (table.failed.includes(status) || table.leaving.includes(status)) return 'failed';
  return place >= 0 || table.pending.includes(status) ? 'pending' : 'unknown';
}

function judgeLeaving(table: StatusTable, status: string): Judgement {
  if (status === DELETED) return 'reached';
  const known = [...table.pending, ...table.ordered, ...table.failed, ...table.leaving];
  return known.includes(status) ? 'pending' : 'unknown';
}
