import { type Action, PAGED } from '../action.js';
import { all, meant, named, namedAll } from '../auth/needed.js';
import type { Call } from '../aws-context.js';
import { type Filters, filtered, page } from '../describe.js';
import { isEnded } from '../peering-life.js';
import { KINDS } from '../state/kinds.js';
import type { SecurityGroup, SecurityGroupRule } from '../state/records.js';
import { cidrValue } from '../wire/cidr-param.js';
import { Ec2Error } from '../wire/ec2-error.js';
import { missingParameter } from '../wire/errors.js';
import type { Params } from '../wire/params.js';
import type { XmlObject } from '../wire/xml.js';
import { descriptionIn, groupPeer, portsIn, protocolIn, rulesIn } from './permission-params.js';
import { pairView } from './permission-view.js';
import { checkRuleLimit, duplicateRule, isSameRule, ruleOfGroup } from './security-group-rules.js';
import { groupParam, rulesOf } from './security-groups.js';
import { vpcParam } from './vpc-view.js';

interface Association {
  readonly group: SecurityGroup;
  readonly vpcId: string;
}

const ASSOCIATION_FILTERS: Filters<Association> = {
  'group-id': ({ group }) => group.id,
  'group-owner-id': ({ group }) => group.ownerId,
  'vpc-id': ({ vpcId }) => vpcId,
  'vpc-owner-id': ({ group }) => group.ownerId,
  state: () => 'associated',
};

const onGroup = named(KINDS.securityGroup, 'GroupId');
const DESCRIBING = ['GroupId', 'GroupName', 'IpPermissions', 'SecurityGroupRuleDescription'];

/** Changes of rules, further VPCs of a group, and which groups refer to which. */
export const SECURITY_GROUP_DETAIL_ACTIONS: readonly Action[] = [
  {
    name: 'ModifySecurityGroupRules',
    takes: ['GroupId', 'SecurityGroupRule'],
    needs: all(
      onGroup,
      meant(KINDS.securityGroupRule, (call) =>
        call.params.members('SecurityGroupRule').map((rule) => rule.text('SecurityGroupRuleId')),
      ),
    ),
    run: modify,
  },
  ...[false, true].map((isEgress): Action => {
    return {
      name: `UpdateSecurityGroupRuleDescriptions${isEgress ? 'Egress' : 'Ingress'}`,
      takes: DESCRIBING,
      needs: onGroup,
      run: (call) => updateDescriptions(call, isEgress),
    };
  }),
  {
    name: 'AssociateSecurityGroupVpc',
    takes: ['GroupId', 'VpcId'],
    needs: all(onGroup, named(KINDS.vpc, 'VpcId')),
    run: associate,
  },
  {
    name: 'DisassociateSecurityGroupVpc',
    takes: ['GroupId', 'VpcId'],
    needs: all(onGroup, named(KINDS.vpc, 'VpcId')),
    run: disassociate,
  },
  { name: 'DescribeSecurityGroupVpcAssociations', takes: [...PAGED], run: describeAssociations },
  {
    name: 'DescribeSecurityGroupReferences',
    takes: ['GroupId'],
    needs: namedAll(KINDS.securityGroup, 'GroupId'),
    run: describeReferences,
  },
  { name: 'DescribeStaleSecurityGroups', takes: ['VpcId', 'MaxResults', 'NextToken'], run: describeStale },
];

/** Each rule becomes what the request says; all of them, or none. */
function modify(call: Call): XmlObject {
  const group = groupParam(call);
  const wanted = call.params.members('SecurityGroupRule');
  if (wanted.length === 0) throw missingParameter('SecurityGroupRule');
  const changes = wanted.map((member) => {
    const rule = ruleOfGroup(call, group, member.required('SecurityGroupRuleId'));
    const next = shapeIn(call, group, member.member('SecurityGroupRule'));
    const others = rulesOf(call, group, rule.isEgress).filter((other) => other !== rule);
    if (others.some((other) => isSameRule(other, next))) throw duplicateRule(next);
    checkRuleLimit(call, [...others, next]);
    return { rule, next };
  });
  for (const { rule, next } of changes) Object.assign(rule, next);
  return { return: true };
}

/** One rule in the flat form of ModifySecurityGroupRules. */
function shapeIn(call: Call, group: SecurityGroup, flat: Params) {
  const protocol = protocolIn(flat);
  return {
    protocol,
    ...portsIn(flat, protocol),
    peer: flatPeer(call, group, flat),
    description: descriptionIn(flat),
  };
}

function flatPeer(call: Call, group: SecurityGroup, flat: Params): SecurityGroupRule['peer'] {
  const ipv4 = flat.text('CidrIpv4');
  if (ipv4 !== undefined) return { kind: 'ipv4', cidr: cidrValue('CidrIpv4', ipv4, 4) };
  const ipv6 = flat.text('CidrIpv6');
  if (ipv6 !== undefined) return { kind: 'ipv6', cidr: cidrValue('CidrIpv6', ipv6, 6) };
  const list = flat.text('PrefixListId');
  if (list !== undefined)
    return { kind: 'prefix-list', prefixListId: call.world.prefixLists.find(call, list).id };
  const id = flat.required('ReferencedGroupId');
  return groupPeer(call, group, { id });
}

function updateDescriptions(call: Call, isEgress: boolean): XmlObject {
  const group = groupParam(call);
  const own = rulesOf(call, group, isEgress);
  for (const member of call.params.members('SecurityGroupRuleDescription')) {
    const rule = ruleOfGroup(call, group, member.required('SecurityGroupRuleId'));
    rule.description = descriptionIn(member);
  }
  for (const shape of rulesIn(call, group)) {
    const rule = own.find((candidate) => isSameRule(candidate, shape));
    if (!rule) {
      throw new Ec2Error(
        'InvalidPermission.NotFound',
        'The specified rule does not exist in this security group.',
      );
    }
    rule.description = shape.description;
  }
  return { return: true };
}

function associate(call: Call): XmlObject {
  const group = groupParam(call);
  const vpc = vpcParam(call);
  if (group.name === 'default' || group.vpcId === vpc.id) {
    throw new Ec2Error('InvalidParameterValue', `${group.id} cannot be associated with ${vpc.id}.`);
  }
  if (!group.associatedVpcIds.includes(vpc.id)) group.associatedVpcIds.push(vpc.id);
  return { state: 'associating' };
}

function disassociate(call: Call): XmlObject {
  const group = groupParam(call);
  const vpc = vpcParam(call);
  const index = group.associatedVpcIds.indexOf(vpc.id);
  if (index < 0) {
    throw new Ec2Error('InvalidAssociationID.NotFound', `${group.id} is not associated with ${vpc.id}.`);
  }
  group.associatedVpcIds.splice(index, 1);
  return { state: 'disassociating' };
}

function describeAssociations(call: Call): XmlObject {
  const rows = call.world.securityGroups
    .list(call)
    .flatMap((group) => group.associatedVpcIds.map((vpcId): Association => ({ group, vpcId })));
  return page(call, filtered(call, rows, { filters: ASSOCIATION_FILTERS }), {
    set: 'securityGroupVpcAssociationSet',
    view: ({ group, vpcId }) => ({
      groupId: group.id,
      vpcId,
      vpcOwnerId: group.ownerId,
      state: 'associated',
      groupOwnerId: group.ownerId,
    }),
  });
}

/** Which VPCs on the other side of a peering refer to a group. */
function describeReferences(call: Call): XmlObject {
  const { world } = call;
  const references = call.params
    .texts('GroupId')
    .map((id) => world.securityGroups.find(call, id))
    .flatMap((group) =>
      world.securityGroupRules.all().flatMap(({ peer, groupId }) => {
        if (peer.kind !== 'group' || peer.groupId !== group.id || !peer.vpcPeeringConnectionId) return [];
        return {
          groupId: group.id,
          referencingVpcId: world.securityGroups.get(groupId)?.vpcId,
          vpcPeeringConnectionId: peer.vpcPeeringConnectionId,
        };
      }),
    );
  return { securityGroupReferenceSet: references };
}

/** Groups with a rule whose peer group, or the peering to it, is gone. */
function describeStale(call: Call): XmlObject {
  const vpc = vpcParam(call);
  const groups = call.world.securityGroups.list(call).filter(({ vpcId }) => vpcId === vpc.id);
  const rows = groups.filter((group) => staleRules(call, group).length > 0);
  return page(call, rows, {
    set: 'staleSecurityGroupSet',
    pageSize: [5, 255],
    view: (group) => ({
      description: group.description,
      groupId: group.id,
      groupName: group.name,
      staleIpPermissions: staleView(call, group, false),
      staleIpPermissionsEgress: staleView(call, group, true),
      vpcId: group.vpcId,
    }),
  });
}

function staleRules(call: Call, group: SecurityGroup): SecurityGroupRule[] {
  const { securityGroups, vpcPeeringConnections } = call.world;
  return rulesOf(call, group).filter(({ peer }) => {
    if (peer.kind !== 'group' || peer.vpcPeeringConnectionId === undefined) return false;
    const pcx = vpcPeeringConnections.get(peer.vpcPeeringConnectionId);
    return !pcx || isEnded(pcx) || !securityGroups.get(peer.groupId);
  });
}

function staleView(call: Call, group: SecurityGroup, isEgress: boolean): XmlObject[] {
  return staleRules(call, group)
    .filter((rule) => rule.isEgress === isEgress)
    .map(({ protocol, fromPort, toPort, peer }) => ({
      ...(protocol === '-1' ? {} : { fromPort }),
      ipProtocol: protocol,
      ...(protocol === '-1' ? {} : { toPort }),
      groups: peer.kind === 'group' ? [pairView(call, peer)] : [],
    }));
}
