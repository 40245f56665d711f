import { type Action, PAGED } from '../action.js';
import { all, created, type Needed, named } from '../auth/needed.js';
import type { Call } from '../aws-context.js';
import { describe, type Filters } from '../describe.js';
import { KINDS } from '../state/kinds.js';
import type { RulePeer, SecurityGroup, SecurityGroupRule } from '../state/records.js';
import { tagsFor } from '../tag-specifications.js';
import { Ec2Error } from '../wire/ec2-error.js';
import { invalidValue, missingParameter, notFound } from '../wire/errors.js';
import type { XmlObject } from '../wire/xml.js';
import { FLAT_PARAMETERS, type RuleShape, rulesIn } from './permission-params.js';
import { ruleView } from './permission-view.js';
import { groupParam, rulesOf } from './security-groups.js';

const FILTERS: Filters<SecurityGroupRule> = {
  'group-id': (rule) => rule.groupId,
  'security-group-rule-id': (rule) => rule.id,
};

const onGroup = named(KINDS.securityGroup, 'GroupId');
const ADDING = ['GroupId', 'GroupName', 'IpPermissions', 'TagSpecification', ...FLAT_PARAMETERS];
const REMOVING = ['GroupId', 'GroupName', 'IpPermissions', 'SecurityGroupRuleId', ...FLAT_PARAMETERS];

/** The rules of security groups. */
export const SECURITY_GROUP_RULE_ACTIONS: readonly Action[] = [
  ...directions('AuthorizeSecurityGroup', {
    takes: ADDING,
    needs: all(onGroup, taggedRule),
    run: authorizeRules,
  }),
  ...directions('RevokeSecurityGroup', { takes: REMOVING, needs: onGroup, run: revokeRules }),
  {
    name: 'DescribeSecurityGroupRules',
    takes: ['SecurityGroupRuleId', ...PAGED],
    run: (call) =>
      describe(call, call.world.securityGroupRules, 'SecurityGroupRuleId', {
        set: 'securityGroupRuleSet',
        filters: FILTERS,
        view: ruleView,
        tags: (rule) => rule.tags,
      }),
  },
];

function directions(
  name: string,
  {
    takes,
    needs,
    run,
  }: Pick<Action, 'takes'> & {
    needs: (call: Call) => Needed[];
    run: (call: Call, isEgress: boolean) => XmlObject;
  },
): Action[] {
  return [false, true].map((isEgress) => ({
    name: `${name}${isEgress ? 'Egress' : 'Ingress'}`,
    takes,
    needs,
    run: (call) => run(call, isEgress),
  }));
}

/** The permission on the rule itself is asked for where the rule gets tags. */
function taggedRule(call: Call): Needed[] {
  return call.params.has('TagSpecification') ? created(KINDS.securityGroupRule)(call) : [];
}

/** All rules are added, or none. */
function authorizeRules(call: Call, isEgress: boolean): XmlObject {
  const group = groupParam(call);
  const shapes = rulesIn(call, group);
  if (shapes.length === 0) throw missingParameter('IpPermissions');
  const tags = tagsFor(call.params, KINDS.securityGroupRule.type);
  const existing = rulesOf(call, group, isEgress);
  for (const [index, shape] of shapes.entries()) {
    if ([...existing, ...shapes.slice(0, index)].some((other) => isSameRule(other, shape)))
      throw duplicateRule(shape);
  }
  checkRuleLimit(call, [...existing, ...shapes]);
  const rules = shapes.map((shape) => addRule(call, group, isEgress, shape, tags));
  return { return: true, securityGroupRuleSet: rules.map((rule) => ruleView(rule, call)) };
}

function addRule(
  { world, aws }: Call,
  { id, ownerId, region }: SecurityGroup,
  isEgress: boolean,
  shape: RuleShape,
  tags: ReadonlyMap<string, string>,
): SecurityGroupRule {
  return world.securityGroupRules.add({
    id: aws.ids.fresh(KINDS.securityGroupRule),
    ownerId,
    region,
    tags: new Map(tags),
    groupId: id,
    isEgress,
    ...shape,
  });
}

/** The description and the tags do not count. */
export function isSameRule(rule: RuleShape, other: RuleShape): boolean {
  return (
    rule.protocol === other.protocol &&
    rule.fromPort === other.fromPort &&
    rule.toPort === other.toPort &&
    peerText(rule.peer) === peerText(other.peer)
  );
}

function peerText(peer: RulePeer): string {
  if (peer.kind === 'group') return peer.groupId;
  return peer.kind === 'prefix-list' ? peer.prefixListId : peer.cidr.toString();
}

/** The wording of a recorded answer: `peer` is what the rule lets in or out. */
export function duplicateRule({ peer, protocol, fromPort, toPort }: RuleShape): Ec2Error {
  const ports = fromPort === -1 && toPort === -1 ? '' : `, from port: ${fromPort}, to port: ${toPort}`;
  const name = protocol === '-1' ? 'ALL' : protocol.toUpperCase();
  return new Ec2Error(
    'InvalidPermission.Duplicate',
    `the specified rule "peer: ${peerText(peer)}, ${name}${ports}, ALLOW" already exists`,
  );
}

/** IPv4 and IPv6 have a limit each; a group counts for both, a prefix list with the most entries it may have. */
export function checkRuleLimit(call: Call, rules: readonly RuleShape[]): void {
  const limit = call.aws.limits.of(call.accountId).rulesPerSecurityGroup;
  for (const family of [4, 6]) {
    const used = rules.reduce((sum, { peer }) => sum + weightOf(call, peer, family), 0);
    if (used <= limit) continue;
    throw new Ec2Error(
      'RulesPerSecurityGroupLimitExceeded',
      'The maximum number of rules per security group has been reached.',
    );
  }
}

function weightOf({ world }: Call, peer: RulePeer, family: number): number {
  if (peer.kind === 'group') return 1;
  if (peer.kind !== 'prefix-list') return peer.cidr.family === family ? 1 : 0;
  const list = world.prefixLists.get(peer.prefixListId);
  return list?.addressFamily === `IPv${family}` ? (list.maxEntries ?? 1) : 0;
}

function revokeRules(call: Call, isEgress: boolean): XmlObject {
  const group = groupParam(call);
  const ids = call.params.texts('SecurityGroupRuleId');
  const rules = ids.length > 0 ? rulesById(call, group, isEgress, ids) : rulesByShape(call, group, isEgress);
  for (const rule of rules) call.world.securityGroupRules.delete(rule.id);
  return {
    return: true,
    revokedSecurityGroupRuleSet: rules.map((rule) => revokedView(rule, call)),
  };
}

/** All of them must exist, or none is removed. */
function rulesById(
  call: Call,
  group: SecurityGroup,
  isEgress: boolean,
  ids: readonly string[],
): SecurityGroupRule[] {
  if (call.params.has('IpPermissions')) {
    throw new Ec2Error(
      'InvalidParameterCombination',
      'The parameter securityGroupRuleIds cannot be used with the parameter ipPermissions',
    );
  }
  const own = rulesOf(call, group, isEgress);
  return ids.map((id) => {
    const rule = own.find((candidate) => candidate.id === id && call.sees(id));
    if (!rule) throw notFound(KINDS.securityGroupRule, id);
    return rule;
  });
}

function rulesByShape(call: Call, group: SecurityGroup, isEgress: boolean): SecurityGroupRule[] {
  const shapes = rulesIn(call, group);
  if (shapes.length === 0) throw missingParameter('IpPermissions');
  const own = rulesOf(call, group, isEgress);
  return shapes.map((shape) => {
    const rule = own.find((candidate) => isSameRule(candidate, shape));
    // Where a description is given, it must be the rule's.
    if (rule && (shape.description ?? rule.description) === rule.description) return rule;
    throw new Ec2Error(
      'InvalidPermission.NotFound',
      'The specified rule does not exist in this security group.',
    );
  });
}

function revokedView(rule: SecurityGroupRule, call: Call): XmlObject {
  const { groupOwnerId, tagSet, securityGroupRuleArn, referencedGroupInfo, ...shown } = ruleView(rule, call);
  return { ...shown, referencedGroupId: rule.peer.kind === 'group' ? rule.peer.groupId : undefined };
}

/** @throws {Ec2Error} `InvalidParameterValue` when the rule is another group's. */
export function ruleOfGroup(call: Call, group: SecurityGroup, id: string): SecurityGroupRule {
  const rule = call.world.securityGroupRules.find(call, id);
  if (rule.groupId === group.id) return rule;
  throw invalidValue(`The security group rule '${id}' does not belong to the security group '${group.id}'`);
}
