import type { FilterLayer, Rule } from '../../path/filter.js';
import type { Match, Protocol } from '../../path/match.js';
import { unreadableLayer } from '../../path/unreadable.js';
import type { AclEntry, GroupRule, NetworkAcl } from '../ec2/model.js';
import type { PrefixLists } from '../table-stage.js';

/** Which way packets go, seen from the customer's side. */
export type Direction = 'out' | 'in';

/** The security groups of an interface: together one list of permissions that follows connections. */
export function groupLayer(
  groupIds: readonly string[],
  rules: readonly GroupRule[] | undefined,
  direction: Direction,
  prefixLists: PrefixLists,
): FilterLayer {
  const id = groupIds.join('+');
  const attachedTo = 'network interface';
  if (!rules) {
    const why = `the rules of ${id} could not be read`;
    return unreadableLayer({ id, attachedTo, stateful: true, actions: ['continue', 'drop'], why });
  }
  const own = rules.filter(
    (rule) => groupIds.includes(rule.groupId) && rule.egress === (direction === 'out'),
  );
  return {
    id,
    attachedTo,
    stateful: true,
    rules: own.flatMap((rule) => groupRules(rule, direction, prefixLists)),
    fallback: 'drop',
  };
}

/** The network ACL of a subnet: it judges each packet by itself. */
export function aclLayer(
  subnetId: string,
  acls: readonly NetworkAcl[] | undefined,
  direction: Direction,
): FilterLayer {
  const acl = acls?.find(({ subnetIds }) => subnetIds.includes(subnetId));
  if (!acl) {
    const why = `the network ACL of ${subnetId} could not be read`;
    const id = `network ACL of ${subnetId}`;
    return unreadableLayer({ id, attachedTo: subnetId, stateful: false, actions: ['continue', 'drop'], why });
  }
  const entries = acl.entries.filter(({ egress }) => egress === (direction === 'out'));
  return {
    id: acl.id,
    attachedTo: subnetId,
    stateful: false,
    rules: entries.map((entry) => aclRule(acl.id, entry, direction)),
    fallback: 'drop',
  };
}

function groupRules(rule: GroupRule, direction: Direction, prefixLists: PrefixLists): Rule[] {
  const base = { id: rule.id, action: 'continue', applies: 'yes' } as const;
  const match = matchOf(rule, direction);
  if (rule.cidr) return [{ ...base, match: { ...match, remote: [rule.cidr] } }];
  if (rule.prefixListId !== undefined) {
    const remote = prefixLists.get(rule.prefixListId);
    if (remote) return [{ ...base, match: { ...match, remote } }];
    const unresolved = [`the entries of prefix list ${rule.prefixListId} could not be read`];
    return [{ ...base, match: { ...match, unresolved } }];
  }
  if (!rule.otherGroup) return [];
  const { id, peeringId } = rule.otherGroup;
  if (peeringId !== undefined) {
    return [
      { ...base, match: { ...match, unresolved: [`who is in ${id} at the other side of ${peeringId}`] } },
    ];
  }
  const why = `it is for members of ${id}, which are in your own VPC`;
  return [{ ...base, applies: 'no', why, match }];
}

function aclRule(aclId: string, entry: AclEntry, direction: Direction): Rule {
  return {
    id: `${aclId} ${entry.egress ? 'outbound' : 'inbound'} ${entry.number}`,
    action: entry.allow ? 'continue' : 'drop',
    match: { ...matchOf(entry, direction), remote: [entry.cidr] },
    applies: 'yes',
  };
}

/** The ports of a rule are those of the packet's destination: the far ones on the way out, the own ones on the way in. */
function matchOf({ protocol, ports }: Pick<GroupRule, 'protocol' | 'ports'>, direction: Direction): Match {
  const name = protocolOf(protocol);
  const restricts = ports !== undefined && (name === 'tcp' || name === 'udp');
  return {
    ...(name !== undefined && { protocol: name }),
    ...(restricts && (direction === 'out' ? { remotePorts: [ports] } : { localPorts: [ports] })),
  };
}

const PROTOCOLS: Readonly<Record<string, Protocol>> = { '6': 'tcp', '17': 'udp', '1': 'icmp', icmpv6: 58 };

/** Undefined: all protocols. */
function protocolOf(name: string): Protocol | undefined {
  if (name === '-1') return undefined;
  if (name === 'tcp' || name === 'udp' || name === 'icmp') return name;
  return PROTOCOLS[name] ?? Number(name);
}

/** The prefix lists that rules name. */
export function prefixListsOfRules(rules: readonly GroupRule[]): string[] {
  return [...new Set(rules.flatMap(({ prefixListId }) => prefixListId ?? []))];
}
