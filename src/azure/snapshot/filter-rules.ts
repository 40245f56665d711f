import type { Action, Rule } from '../../path/filter.js';
import type { Match, Protocol } from '../../path/match.js';
import type { PortRange } from '../../path/port-range.js';
import type { AdminRule, SecurityRule } from '../arm/model.js';
import { nameOf, resourceKey } from '../ids.js';
import { type RuleAddresses, ruleAddresses } from './rule-addresses.js';
import type { VirtualNetworkTag } from './virtual-network-tag.js';

/** Which way packets go, seen from the customer's side. */
export type Direction = 'out' | 'in';

/** Whom rules are read for. */
export interface RuleSubject {
  readonly direction: Direction;
  readonly tag: VirtualNetworkTag;
  /** The application security groups of the source; undefined when it is not known which. */
  readonly groupIds: readonly string[] | undefined;
}

/** A rule of a group or of a network manager; the latter know no application security groups. */
type AnyRule = AdminRule & Partial<Pick<SecurityRule, 'sourceGroupIds' | 'destinationGroupIds'>>;

/** The rules of a network security group in the path model's terms; those of the other direction are left out. */
export function groupRules(rules: readonly SecurityRule[], subject: RuleSubject): Rule[] {
  return inDirection(rules, subject).flatMap((rule) =>
    pathRules({ ...rule, id: rule.name }, rule.access === 'Allow' ? 'continue' : 'drop', subject),
  );
}

const ADMIN_ACTIONS: Readonly<Record<AdminRule['access'], Action>> = {
  Allow: 'continue',
  AlwaysAllow: 'accept',
  Deny: 'drop',
};

/** The same for the security admin rules of network managers. */
export function adminRules(rules: readonly AdminRule[], subject: RuleSubject): Rule[] {
  return inDirection(rules, subject).flatMap((rule) => pathRules(rule, ADMIN_ACTIONS[rule.access], subject));
}

function inDirection<T extends Pick<AdminRule, 'direction' | 'priority'>>(
  rules: readonly T[],
  { direction }: RuleSubject,
): T[] {
  const wanted = direction === 'out' ? 'Outbound' : 'Inbound';
  return rules.filter((rule) => rule.direction === wanted).sort((a, b) => a.priority - b.priority);
}

/** One rule for what surely matches, and one for each condition that cannot be seen. */
function pathRules(rule: AnyRule, action: Action, subject: RuleSubject): Rule[] {
  const out = subject.direction === 'out';
  const [own, far] = out ? ENDS : [ENDS[1], ENDS[0]];
  const farGroups = rule[far.groups] ?? [];
  const base = { id: rule.name, action };
  if (farGroups.length > 0) {
    const why = `it is for members of ${names(farGroups)}, which are in your own virtual network`;
    return [{ ...base, applies: 'no', why, match: {} }];
  }
  const common = {
    ...protocolOf(rule.protocol),
    ...portsOf('localPorts', rule[own.ports]),
    ...portsOf('remotePorts', rule[far.ports]),
  };
  const remotes = variants(ruleAddresses(rule[far.prefixes], subject.tag), 'remote');
  const membership = membershipOf(rule[own.groups] ?? [], subject.groupIds);
  const locals =
    (rule[own.groups] ?? []).length > 0
      ? [{}]
      : variants(ruleAddresses(rule[own.prefixes], subject.tag), 'local');
  return locals.flatMap((local) =>
    remotes.map((remote): Rule => {
      const unresolved = [...(local.unresolved ?? []), ...(remote.unresolved ?? [])];
      const match: Match = {
        ...common,
        ...local,
        ...remote,
        ...(unresolved.length > 0 && { unresolved }),
      };
      return { ...base, ...membership, match };
    }),
  );
}

const ENDS = [
  { prefixes: 'sourcePrefixes', ports: 'sourcePorts', groups: 'sourceGroupIds' },
  { prefixes: 'destinationPrefixes', ports: 'destinationPorts', groups: 'destinationGroupIds' },
] as const;

type SideMatch = Pick<Match, 'local' | 'remote' | 'unresolved'>;

function variants({ sure, perhaps }: RuleAddresses, side: 'local' | 'remote'): SideMatch[] {
  const certain: SideMatch[] = sure === undefined ? [{}] : sure.isEmpty ? [] : [{ [side]: sure.cidrs() }];
  return [
    ...certain,
    ...perhaps.map(({ addresses, why }) => ({ [side]: addresses.cidrs(), unresolved: [why] })),
  ];
}

function membershipOf(
  wanted: readonly string[],
  groupIds: readonly string[] | undefined,
): Pick<Rule, 'applies' | 'why'> {
  if (wanted.length === 0) return { applies: 'yes' };
  if (!groupIds) return { applies: 'maybe', why: `who is in ${names(wanted)} could not be read` };
  const own = groupIds.map(resourceKey);
  if (wanted.some((id) => own.includes(resourceKey(id)))) return { applies: 'yes' };
  return { applies: 'no', why: `it is for members of ${names(wanted)}` };
}

function names(ids: readonly string[]): string {
  return ids.map(nameOf).join(', ');
}

const PROTOCOLS: Readonly<Record<string, Protocol>> = {
  tcp: 'tcp',
  udp: 'udp',
  icmp: 'icmp',
  esp: 50,
  ah: 51,
};

function protocolOf(name: string): Pick<Match, 'protocol'> {
  if (name === '*') return {};
  // A protocol that Azure may add is none of those that are asked about.
  return { protocol: PROTOCOLS[name.toLowerCase()] ?? 255 };
}

function portsOf(side: 'localPorts' | 'remotePorts', ports: readonly string[]): Pick<Match, typeof side> {
  return ports.includes('*') ? {} : { [side]: ports.flatMap(rangeOf) };
}

function rangeOf(text: string): PortRange[] {
  const [, from = '', to = from] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  return from === '' ? [] : [{ from: Number(from), to: Number(to) }];
}
