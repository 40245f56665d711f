import type { Cidr } from '../../path/cidr.js';
import { CidrSet } from '../../path/cidr-set.js';
import type { SecurityRule } from '../arm/model.js';
import { type Reach, ruleArea } from './rule-area.js';

/** What is to pass a network security group: new TCP connections to one port. Replies need no rule of their own. */
export interface Traffic {
  /** As the rules of the group name it: `Outbound` is opened by the local side. */
  readonly direction: 'Inbound' | 'Outbound';
  /** The addresses on the group's side. */
  readonly local: readonly Cidr[];
  /** The Dragonfly network. */
  readonly remote: readonly Cidr[];
  /** The destination port. */
  readonly port: number;
}

/** What the rules of a group do to some traffic. */
export interface Judgement {
  /** `unknown` when it depends on what cannot be seen: members of an application security group, a service tag. */
  readonly outcome: 'allowed' | 'denied' | 'unknown';
  /** The rules that let it pass, while it is allowed. */
  readonly allowing: readonly string[];
  /** The first rule that keeps some of it out, or may. */
  readonly blocker?: SecurityRule;
}

/**
 * Judges as Azure does: the lowest priority number first, and the first rule that matches decides. Where a rule's
 * addresses are not known, the traffic passes only if it does so with the fewest of them, and is denied only if it is
 * so with the most.
 */
export function judgeRules(rules: readonly SecurityRule[], traffic: Traffic): Judgement {
  const listed = rules
    .filter(({ direction }) => direction === traffic.direction)
    .sort((a, b) => a.priority - b.priority);
  const careful = walk(listed, traffic, { Allow: 'smallest', Deny: 'largest' });
  if (!careful.blocked) return { outcome: 'allowed', allowing: careful.allowing };
  const hopeful = walk(listed, traffic, { Allow: 'largest', Deny: 'smallest' });
  return {
    outcome: hopeful.blocked ? 'denied' : 'unknown',
    allowing: [],
    ...(careful.blocker && { blocker: careful.blocker }),
  };
}

interface Walk {
  readonly blocked: boolean;
  readonly allowing: readonly string[];
  readonly blocker?: SecurityRule;
}

/** Addresses at both ends: every pair of one local and one remote address. */
interface Area {
  readonly local: CidrSet;
  readonly remote: CidrSet;
}

function walk(
  rules: readonly SecurityRule[],
  traffic: Traffic,
  reach: Readonly<Record<SecurityRule['access'], Reach>>,
): Walk {
  let open: Area[] = [{ local: CidrSet.of(traffic.local), remote: CidrSet.of(traffic.remote) }];
  const allowing: string[] = [];
  for (const rule of rules) {
    const area = ruleArea(rule, traffic, reach[rule.access]);
    if (!area || !open.some((rest) => touches(rest, area))) continue;
    if (rule.access === 'Deny') return { blocked: true, allowing, blocker: rule };
    allowing.push(rule.name);
    open = open.flatMap((rest) => without(rest, area));
    if (open.length === 0) return { blocked: false, allowing };
  }
  return { blocked: true, allowing };
}

function touches(one: Area, other: Area): boolean {
  return one.local.overlaps(other.local) && one.remote.overlaps(other.remote);
}

/** What is left of an area when another is taken out: beside it, and above it. */
function without(area: Area, taken: Area): Area[] {
  const beside = { local: area.local.subtract(taken.local), remote: area.remote };
  const above = { local: area.local.intersect(taken.local), remote: area.remote.subtract(taken.remote) };
  return [beside, above].filter(({ local, remote }) => !local.isEmpty && !remote.isEmpty);
}
