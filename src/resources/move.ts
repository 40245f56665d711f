import { statusFix } from '../errors/messages.js';
import { DELETED, judge, type StatusTable } from '../waiters/status-table.js';

/** Who has to act before a resource works. */
export interface Move {
  /** `you`: the customer. `dragonfly`: it is under way, wait. `nobody`: it works, or it is gone. */
  readonly who: 'you' | 'dragonfly' | 'nobody';
  /** What to do, with a command; where it is your move. */
  readonly fix?: string;
}

/** Judges a resource by the status table of its kind. Unknown words are Dragonfly's move, as in a wait. */
export function whoseMove<T extends { readonly id: string; readonly status: string }>(
  kind: {
    readonly name: string;
    readonly table: StatusTable;
    readonly yourMoveFix: (resource: T) => string;
  },
  resource: T,
): Move {
  const { name, table, yourMoveFix } = kind;
  const { id, status } = resource;
  const judgement = judge(table, table.ordered.at(-1) ?? DELETED, status);
  if (judgement === 'reached' || status === DELETED) return { who: 'nobody' };
  if (judgement === 'your-move') return { who: 'you', fix: yourMoveFix(resource) };
  if (!table.failed.includes(status)) return { who: 'dragonfly' };
  return { who: 'you', fix: statusFix({ resource: name, id, lastStatus: status }) };
}
