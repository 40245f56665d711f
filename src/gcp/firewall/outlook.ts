import type { Firewall } from '../compute/model.js';
import type { FirewallSettings } from '../options.js';
import { isFor, judge, type Traffic } from './verdict.js';

const DEFAULT_PRIORITY = 1000;

/** What is to be done about the traffic of one direction. */
export type Outlook =
  /** Nothing: our rule is there and decides, or others let the traffic pass, or Google's implied rule does. */
  | { readonly kind: 'open'; readonly ours: Firewall | undefined; readonly by: readonly Firewall[] }
  /** Our rule has to be made, or made right, with this priority. */
  | { readonly kind: 'missing'; readonly ours: Firewall | undefined; readonly priority: number }
  /** These deny it. Undefined: no legal priority is stronger than theirs. */
  | {
      readonly kind: 'denied';
      readonly ours: Firewall | undefined;
      readonly by: readonly Firewall[];
      readonly priority: number | undefined;
    };

/** Judges whether a rule of ours is needed, and may be made. `ours` is the name that it has or would have. */
export function lookAhead(
  rules: readonly Firewall[],
  traffic: Traffic,
  { ours: name, wishes }: { readonly ours: string; readonly wishes: FirewallSettings },
): Outlook {
  const ours = rules.find((rule) => rule.name === name);
  const verdict = judge(
    rules.filter((rule) => rule !== ours),
    traffic,
  );
  const denies = verdict.kind === 'denied' ? verdict.by : [];
  if (ours && decides(ours, traffic, { denies, wishes })) return { kind: 'open', ours, by: [ours] };

  const priority = strongerThan(denies, wishes.priority);
  if (denies.length > 0 && (!wishes.overrideDeny || priority === undefined)) {
    return { kind: 'denied', ours, by: denies, priority };
  }
  const openAnyway =
    verdict.kind === 'allowed' || (verdict.kind === 'implied' && traffic.direction === 'EGRESS');
  if (!ours && openAnyway) {
    return { kind: 'open', ours, by: verdict.kind === 'allowed' ? verdict.by : [] };
  }
  return { kind: 'missing', ours, priority: priority ?? DEFAULT_PRIORITY };
}

/** True when our rule is as it was wished, and is asked before every rule that denies. */
function decides(
  ours: Firewall,
  traffic: Traffic,
  { denies, wishes }: { readonly denies: readonly Firewall[]; readonly wishes: FirewallSettings },
): boolean {
  return (
    isFor(ours, traffic) &&
    sameMembers(ours.targetTags, wishes.targetTags) &&
    sameMembers(ours.targetServiceAccounts, wishes.targetServiceAccounts) &&
    (wishes.priority === undefined || wishes.priority === ours.priority) &&
    denies.every(({ priority }) => ours.priority < priority)
  );
}

/** The priority that our rule needs; a deny wins against an equal one. */
function strongerThan(denies: readonly Firewall[], wished: number | undefined): number | undefined {
  const wanted = wished ?? DEFAULT_PRIORITY;
  const strongest = Math.min(...denies.map(({ priority }) => priority));
  if (wanted < strongest) return wanted;
  return wished === undefined && strongest > 0 ? strongest - 1 : undefined;
}

function sameMembers(some: readonly string[], others: readonly string[]): boolean {
  return new Set(some).size === new Set(others).size && some.every((one) => others.includes(one));
}
