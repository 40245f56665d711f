import { type Action, PAGED } from '../action.js';
import { all, arnOf, created, named } from '../auth/needed.js';
import type { Call } from '../aws-context.js';
import { describe, type Filters, filtered, page, tagSet, tagSetIfAny } from '../describe.js';
import { KINDS } from '../state/kinds.js';
import { addSecurityGroup } from '../state/new-vpc.js';
import type { SecurityGroup, SecurityGroupRule, Vpc } from '../state/records.js';
import { tagsFor } from '../tag-specifications.js';
import { Ec2Error } from '../wire/ec2-error.js';
import { invalidCombination, missingParameter } from '../wire/errors.js';
import type { XmlObject } from '../wire/xml.js';
import { permissionsView } from './permission-view.js';
import { vpcParam } from './vpc-view.js';

/** The same words are meant for groups and, with `egress.` before them, for both directions. */
const FILTERS: Filters<SecurityGroup> = {
  'group-id': (group) => group.id,
  'group-name': (group) => group.name,
  description: (group) => group.description,
  'owner-id': (group) => group.ownerId,
  'vpc-id': (group) => group.vpcId,
  ...permissionFilters('ip-permission', false),
  ...permissionFilters('egress.ip-permission', true),
};

/** Security groups. */
export const SECURITY_GROUP_ACTIONS: readonly Action[] = [
  {
    name: 'CreateSecurityGroup',
    takes: ['GroupName', 'GroupDescription', 'VpcId', 'TagSpecification'],
    needs: all(created(KINDS.securityGroup), named(KINDS.vpc, 'VpcId')),
    run: createGroup,
  },
  { name: 'DescribeSecurityGroups', takes: ['GroupId', 'GroupName', ...PAGED], run: describeGroups },
  {
    name: 'DeleteSecurityGroup',
    takes: ['GroupId', 'GroupName'],
    needs: named(KINDS.securityGroup, 'GroupId'),
    run: deleteGroup,
  },
  {
    name: 'GetSecurityGroupsForVpc',
    takes: ['VpcId', ...PAGED],
    needs: named(KINDS.vpc, 'VpcId'),
    run: groupsForVpc,
  },
];

/** The group that `GroupId` or `GroupName` names; a name means a group of the default VPC. */
export function groupParam(call: Call): SecurityGroup {
  const { params, world } = call;
  if (params.has('GroupId')) return world.securityGroups.find(call, params.required('GroupId'));
  const name = params.text('GroupName');
  if (name === undefined) throw missingParameter('GroupId');
  return groupNamed(call, name);
}

function groupNamed(call: Call, name: string): SecurityGroup {
  const vpc = defaultVpc(call);
  const group = call.world.securityGroups
    .list(call)
    .find((candidate) => candidate.name === name && candidate.vpcId === vpc?.id);
  if (group) return group;
  throw new Ec2Error('InvalidGroup.NotFound', `The security group '${name}' does not exist`);
}

function defaultVpc(call: Call): Vpc | undefined {
  return call.world.vpcs.list(call).find(({ isDefault }) => isDefault);
}

/** The rules of a group, in one direction or in both. */
export function rulesOf({ world }: Call, group: SecurityGroup, isEgress?: boolean): SecurityGroupRule[] {
  return world.securityGroupRules
    .all()
    .filter((rule) => rule.groupId === group.id && (isEgress === undefined || rule.isEgress === isEgress));
}

/** `arn:aws:ec2:…:security-group/sg-…` */
export function groupArn({ region, ownerId, id }: SecurityGroup): string {
  return arnOf(region, ownerId, KINDS.securityGroup.type, id);
}

function groupView(group: SecurityGroup, call: Call): XmlObject {
  return {
    ownerId: group.ownerId,
    groupId: group.id,
    groupName: group.name,
    groupDescription: group.description,
    vpcId: group.vpcId,
    securityGroupArn: groupArn(group),
    ipPermissions: permissionsView(call, rulesOf(call, group, false)),
    ipPermissionsEgress: permissionsView(call, rulesOf(call, group, true)),
    tagSet: tagSetIfAny(group.tags),
  };
}

function createGroup(call: Call): XmlObject {
  const { params, world, aws, accountId } = call;
  const name = params.required('GroupName');
  const description = params.required('GroupDescription');
  const vpc = params.has('VpcId') ? vpcParam(call) : defaultVpc(call);
  if (!vpc) throw new Ec2Error('VPCIdNotSpecified', 'No default VPC for this user');
  checkName(name);
  const own = world.securityGroups.all().filter((group) => group.ownerId === accountId);
  if (own.some((group) => group.vpcId === vpc.id && group.name === name)) {
    throw new Ec2Error(
      'InvalidGroup.Duplicate',
      `The security group '${name}' already exists for VPC '${vpc.id}'`,
    );
  }
  if (own.filter(({ region }) => region === call.region).length >= aws.limits.of(accountId).securityGroups) {
    throw new Ec2Error(
      'SecurityGroupLimitExceeded',
      'The maximum number of security groups has been reached.',
    );
  }
  const tags = tagsFor(params, KINDS.securityGroup.type);
  const group = addSecurityGroup(world, aws.ids, vpc, { name, description, tags });
  aws.consistency.changed(group.id, 'created', call.hiddenMs);
  return { return: true, groupId: group.id, securityGroupArn: groupArn(group), tagSet: tagSetIfAny(tags) };
}

function checkName(name: string): void {
  if (/^sg-/i.test(name)) {
    throw new Ec2Error(
      'InvalidParameterValue',
      `Value (${name}) for parameter GroupName is invalid. Group names may not be in the format sg-*.`,
    );
  }
  if (name === 'default')
    throw new Ec2Error('InvalidGroup.Reserved', "The security group 'default' is reserved");
}

function describeGroups(call: Call): XmlObject {
  const names = call.params.texts('GroupName');
  const description = {
    set: 'securityGroupInfo',
    filters: FILTERS,
    view: groupView,
    tags: (group: SecurityGroup) => group.tags,
  };
  if (names.length === 0) return describe(call, call.world.securityGroups, 'GroupId', description);
  if (call.params.has('MaxResults')) {
    throw invalidCombination('The parameter groupNames cannot be used with the parameter maxResults');
  }
  const groups = names.map((name) => groupNamed(call, name));
  return page(call, filtered(call, groups, description), description);
}

function deleteGroup(call: Call): XmlObject {
  const group = groupParam(call);
  const { world } = call;
  if (group.name === 'default') {
    throw new Ec2Error(
      'CannotDelete',
      `the specified group: "${group.id}" name: "default" cannot be deleted by a user`,
    );
  }
  const isUsed =
    world.networkInterfaces.all().some(({ groupIds }) => groupIds.includes(group.id)) ||
    world.vpcEndpoints.all().some(({ groupIds }) => groupIds.includes(group.id));
  if (isReferred(call, group) || isUsed) {
    throw new Ec2Error('DependencyViolation', `resource ${group.id} has a dependent object`);
  }
  for (const rule of rulesOf(call, group)) world.securityGroupRules.delete(rule.id);
  world.securityGroups.delete(group.id);
  return { return: true, groupId: group.id };
}

/** A rule across a peering refers to a group, but does not keep it: it becomes stale (recorded). */
function isReferred({ world }: Call, group: SecurityGroup): boolean {
  return world.securityGroupRules.all().some(({ peer, groupId }) => {
    if (peer.kind !== 'group' || peer.groupId !== group.id || groupId === group.id) return false;
    return world.securityGroups.get(groupId)?.vpcId === group.vpcId;
  });
}

function groupsForVpc(call: Call): XmlObject {
  const vpc = vpcParam(call);
  const rows = call.world.securityGroups
    .list(call)
    .filter(({ vpcId, associatedVpcIds }) => vpcId === vpc.id || associatedVpcIds.includes(vpc.id));
  const filters: Filters<SecurityGroup> = {
    'group-id': (group) => group.id,
    'group-name': (group) => group.name,
    description: (group) => group.description,
    'owner-id': (group) => group.ownerId,
    'primary-vpc-id': (group) => group.vpcId,
  };
  return page(call, filtered(call, rows, { filters, tags: (group) => group.tags }), {
    set: 'securityGroupForVpcSet',
    view: (group) => ({
      groupId: group.id,
      groupName: group.name,
      description: group.description,
      ownerId: group.ownerId,
      primaryVpcId: group.vpcId,
      tagSet: tagSet(group.tags),
    }),
  });
}

function permissionFilters(prefix: string, isEgress: boolean): Filters<SecurityGroup> {
  const field =
    (textOf: (rule: SecurityGroupRule) => string | undefined) => (group: SecurityGroup, call: Call) =>
      rulesOf(call, group, isEgress).map(textOf);
  return {
    [`${prefix}.protocol`]: field(({ protocol }) => protocol),
    [`${prefix}.from-port`]: field(({ fromPort }) => String(fromPort)),
    [`${prefix}.to-port`]: field(({ toPort }) => String(toPort)),
    [`${prefix}.cidr`]: field(({ peer }) => (peer.kind === 'ipv4' ? peer.cidr.toString() : undefined)),
    [`${prefix}.ipv6-cidr`]: field(({ peer }) => (peer.kind === 'ipv6' ? peer.cidr.toString() : undefined)),
    [`${prefix}.prefix-list-id`]: field(({ peer }) =>
      peer.kind === 'prefix-list' ? peer.prefixListId : undefined,
    ),
    [`${prefix}.group-id`]: field(({ peer }) => (peer.kind === 'group' ? peer.groupId : undefined)),
    [`${prefix}.user-id`]: field(({ peer }) => (peer.kind === 'group' ? peer.userId : undefined)),
  };
}
