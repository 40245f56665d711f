import { arnOf } from '../auth/needed.js';
import type { Call } from '../aws-context.js';
import { tagSet } from '../describe.js';
import { KINDS } from '../state/kinds.js';
import type { RulePeer, SecurityGroupRule } from '../state/records.js';
import type { XmlObject } from '../wire/xml.js';

type GroupPeer = Extract<RulePeer, { kind: 'group' }>;

/**
 * Rules as DescribeSecurityGroups shows them: those with the same protocol and ports in one permission. A permission
 * for all protocols has no ports.
 */
export function permissionsView(call: Call, rules: readonly SecurityGroupRule[]): XmlObject[] {
  const permissions = new Map<string, SecurityGroupRule[]>();
  for (const rule of rules) {
    const key = `${rule.protocol}/${rule.fromPort}/${rule.toPort}`;
    permissions.set(key, [...(permissions.get(key) ?? []), rule]);
  }
  return [...permissions.values()].map((same) => permissionView(call, same));
}

function permissionView(call: Call, rules: readonly SecurityGroupRule[]): XmlObject {
  const [first] = rules;
  if (!first) return {};
  const { protocol, fromPort, toPort } = first;
  const items = (kind: RulePeer['kind'], view: (peer: RulePeer) => XmlObject) =>
    rules
      .filter((rule) => rule.peer.kind === kind)
      .map(({ peer, description }) => ({ ...view(peer), description }));
  return {
    ipProtocol: protocol,
    ...(protocol === '-1' ? {} : { fromPort, toPort }),
    groups: items('group', (peer) => (peer.kind === 'group' ? pairView(call, peer) : {})),
    ipRanges: items('ipv4', (peer) => (peer.kind === 'ipv4' ? { cidrIp: peer.cidr.toString() } : {})),
    ipv6Ranges: items('ipv6', (peer) => (peer.kind === 'ipv6' ? { cidrIpv6: peer.cidr.toString() } : {})),
    prefixListIds: items('prefix-list', (peer) =>
      peer.kind === 'prefix-list' ? { prefixListId: peer.prefixListId } : {},
    ),
  };
}

/** A group of a peer VPC is shown with the peering and its state. */
export function pairView(call: Call, { groupId, userId, vpcPeeringConnectionId }: GroupPeer): XmlObject {
  if (vpcPeeringConnectionId === undefined) return { userId, groupId };
  return {
    userId,
    groupId,
    vpcId: peerVpcId(call, vpcPeeringConnectionId, userId),
    vpcPeeringConnectionId,
    peeringStatus: call.world.vpcPeeringConnections.get(vpcPeeringConnectionId)?.status ?? 'deleted',
  };
}

function peerVpcId({ world }: Call, pcxId: string, userId: string): string | undefined {
  const pcx = world.vpcPeeringConnections.get(pcxId);
  return [pcx?.requester, pcx?.accepter].find((party) => party?.ownerId === userId)?.vpcId;
}

/** A rule as DescribeSecurityGroupRules shows it. */
export function ruleView(rule: SecurityGroupRule, call: Call): XmlObject {
  const { peer } = rule;
  return {
    securityGroupRuleId: rule.id,
    groupId: rule.groupId,
    groupOwnerId: rule.ownerId,
    isEgress: rule.isEgress,
    ipProtocol: rule.protocol,
    fromPort: rule.fromPort,
    toPort: rule.toPort,
    cidrIpv4: peer.kind === 'ipv4' ? peer.cidr.toString() : undefined,
    cidrIpv6: peer.kind === 'ipv6' ? peer.cidr.toString() : undefined,
    prefixListId: peer.kind === 'prefix-list' ? peer.prefixListId : undefined,
    referencedGroupInfo: peer.kind === 'group' ? pairView(call, peer) : undefined,
    description: rule.description,
    tagSet: tagSet(rule.tags),
    securityGroupRuleArn: arnOf(rule.region, rule.ownerId, KINDS.securityGroupRule.type, rule.id),
  };
}
