import type { Candidate, Rung } from './first-match.js';
import { cutFlows, cutOf, type Flows, type Match, type Protocol } from './match.js';
import type { Tri } from './tri.js';

/** What a rule does with a packet: hand it to the next layer, let it pass all layers that remain, or drop it. */
export type Action = 'continue' | 'accept' | 'drop';

/** One rule of a filter layer. */
export interface Rule {
  /** The cloud's own id or name of the rule. */
  readonly id: string;
  /** What it does with the packets it matches. */
  readonly action: Action;
  /** Which packets it is for. */
  readonly match: Match;
  /** Whether it applies to this source. A rule that does not is kept, because it explains: the rule exists, the machine lacks its tag. */
  readonly applies: Tri;
  /** Why it does not apply, or why nobody can tell. */
  readonly why?: string;
}

/** A list of rules that packets run through; the first one that matches decides. */
export interface FilterLayer {
  /** The cloud's own id: a network ACL, a set of security groups, a policy. */
  readonly id: string;
  /** What it is attached to: an interface, a subnet, a network. */
  readonly attachedTo: string;
  /** True when replies to what was let through pass without asking the rules. */
  readonly stateful: boolean;
  /** In the order of their evaluation. */
  readonly rules: readonly Rule[];
  /** What happens to packets that no rule matches. */
  readonly fallback: Action;
}

/** What a layer decides: the action, and the rule that says so (none: the layer's fallback). */
export interface Ruling {
  /** What happens to the packet. */
  readonly action: Action;
  /** The rule; undefined when none matched. */
  readonly rule: Rule | undefined;
}

/** Something that would have mattered but does not apply, and why. */
export interface PassedOver {
  /** The rule or the route. */
  readonly id: string;
  /** Why it does not apply. */
  readonly why: string;
}

/** A layer's rules in the form that `firstMatch` walks, for flows of one protocol. */
export function rungsOf(layer: FilterLayer, protocol: Protocol): Rung<Ruling>[] {
  return layer.rules.flatMap((rule) => {
    const candidate = candidateOf(rule, protocol);
    return candidate ? [[candidate]] : [];
  });
}

/** The rules that match some of the flows and would let them through, but do not apply to the source. */
export function rulesPassedOver(flows: Flows, layer: FilterLayer): PassedOver[] {
  return layer.rules.flatMap((rule) => {
    if (rule.applies !== 'no' || rule.action === 'drop') return [];
    const cut = cutOf(rule.match, flows.protocol);
    if (!cut || !cutFlows(flows, cut).taken) return [];
    return [{ id: rule.id, why: rule.why ?? 'it does not apply to this source' }];
  });
}

function candidateOf(rule: Rule, protocol: Protocol): Candidate<Ruling> | undefined {
  if (rule.applies === 'no') return undefined;
  const cut = cutOf(rule.match, protocol);
  if (!cut) return undefined;
  const doubt = doubtOf(rule);
  return { cut, value: { action: rule.action, rule }, ...(doubt !== undefined && { doubt }) };
}

function doubtOf(rule: Rule): string | undefined {
  const unresolved = rule.match.unresolved ?? [];
  if (rule.applies === 'yes' && unresolved.length === 0) return undefined;
  const reasons = [
    ...(rule.applies === 'maybe' ? [rule.why ?? 'unknown to this source'] : []),
    ...unresolved,
  ];
  return `whether rule ${rule.id} applies (${reasons.join('; ')})`;
}
