import { type Action, PAGED } from '../action.js';
import { all, created, meant, named } from '../auth/needed.js';
import type { Call } from '../aws-context.js';
import { describe, type Filters, tagSet } from '../describe.js';
import { isIdOf, KINDS } from '../state/kinds.js';
import { firstEntries } from '../state/new-vpc.js';
import type { NetworkAcl, NetworkAclEntry } from '../state/records.js';
import { tagsFor } from '../tag-specifications.js';
import { Ec2Error } from '../wire/ec2-error.js';
import { dependencyViolation, invalidValue, malformedId, notFound } from '../wire/errors.js';
import type { XmlObject } from '../wire/xml.js';
import { vpcParam } from './vpc-view.js';

const entryValues = (textOf: (entry: NetworkAclEntry) => string | undefined) => (acl: NetworkAcl) =>
  acl.entries.map(textOf);

const FILTERS: Filters<NetworkAcl> = {
  'network-acl-id': (acl) => acl.id,
  'vpc-id': (acl) => acl.vpcId,
  'owner-id': (acl) => acl.ownerId,
  default: (acl) => String(acl.isDefault),
  'association.association-id': (acl) => acl.associations.map(({ id }) => id),
  'association.network-acl-id': (acl) => acl.associations.map(() => acl.id),
  'association.subnet-id': (acl) => acl.associations.map(({ subnetId }) => subnetId),
  'entry.cidr': entryValues(({ cidr }) => (cidr.family === 4 ? cidr.toString() : undefined)),
  'entry.ipv6-cidr': entryValues(({ cidr }) => (cidr.family === 6 ? cidr.toString() : undefined)),
  'entry.protocol': entryValues(({ protocol }) => protocol),
  'entry.rule-action': entryValues(({ action }) => action),
  'entry.rule-number': entryValues(({ ruleNumber }) => String(ruleNumber)),
  'entry.egress': entryValues(({ egress }) => String(egress)),
  'entry.port-range.from': entryValues(({ ports }) => ports && String(ports.from)),
  'entry.port-range.to': entryValues(({ ports }) => ports && String(ports.to)),
  'entry.icmp.type': entryValues(({ icmp }) => icmp && String(icmp.type)),
  'entry.icmp.code': entryValues(({ icmp }) => icmp && String(icmp.code)),
};

const onAcl = named(KINDS.networkAcl, 'NetworkAclId');

/** Network ACLs, and which one a subnet has; their entries are in a file of their own. */
export const NETWORK_ACL_ACTIONS: readonly Action[] = [
  {
    name: 'CreateNetworkAcl',
    takes: ['VpcId', 'TagSpecification', 'ClientToken'],
    needs: all(created(KINDS.networkAcl), named(KINDS.vpc, 'VpcId')),
    run: createAcl,
  },
  {
    name: 'DescribeNetworkAcls',
    takes: ['NetworkAclId', ...PAGED],
    run: (call) =>
      describe(call, call.world.networkAcls, 'NetworkAclId', {
        set: 'networkAclSet',
        filters: FILTERS,
        view: aclView,
        tags: (acl) => acl.tags,
      }),
  },
  { name: 'DeleteNetworkAcl', takes: ['NetworkAclId'], needs: onAcl, run: deleteAcl },
  {
    name: 'ReplaceNetworkAclAssociation',
    takes: ['AssociationId', 'NetworkAclId'],
    needs: all(
      onAcl,
      meant(KINDS.subnet, (call) => [associated(call)?.association.subnetId]),
    ),
    run: replaceAssociation,
  },
];

/** The network ACL that a request names. */
export function aclParam(call: Call): NetworkAcl {
  return call.world.networkAcls.find(call, call.params.required('NetworkAclId'));
}

function aclView(acl: NetworkAcl): XmlObject {
  return {
    networkAclId: acl.id,
    vpcId: acl.vpcId,
    ownerId: acl.ownerId,
    default: acl.isDefault,
    entrySet: acl.entries.map(entryView),
    associationSet: acl.associations.map(({ id, subnetId }) => {
      return { networkAclAssociationId: id, networkAclId: acl.id, subnetId };
    }),
    tagSet: tagSet(acl.tags),
  };
}

function entryView({ ruleNumber, protocol, action, egress, cidr, ports, icmp }: NetworkAclEntry): XmlObject {
  return {
    ruleNumber,
    protocol,
    ruleAction: action,
    egress,
    [cidr.family === 4 ? 'cidrBlock' : 'ipv6CidrBlock']: cidr.toString(),
    icmpTypeCode: icmp && { ...icmp },
    portRange: ports && { ...ports },
  };
}

/** A new one denies everything until entries are added. */
function createAcl(call: Call): XmlObject {
  const vpc = vpcParam(call);
  const { world, aws, accountId } = call;
  const siblings = world.networkAcls.all().filter(({ vpcId }) => vpcId === vpc.id);
  if (siblings.length >= aws.limits.of(accountId).networkAclsPerVpc) {
    throw new Ec2Error('NetworkAclLimitExceeded', 'The maximum number of network ACLs has been reached.');
  }
  const acl = world.networkAcls.add({
    id: aws.ids.fresh(KINDS.networkAcl),
    ownerId: vpc.ownerId,
    region: vpc.region,
    tags: tagsFor(call.params, KINDS.networkAcl.type),
    vpcId: vpc.id,
    isDefault: false,
    entries: firstEntries(vpc, false),
    associations: [],
  });
  aws.consistency.changed(acl.id, 'created', call.hiddenMs);
  return { networkAcl: aclView(acl) };
}

function deleteAcl(call: Call): undefined {
  const acl = aclParam(call);
  if (acl.isDefault) throw invalidValue(`The default network ACL ${acl.id} cannot be deleted.`);
  if (acl.associations.length > 0) throw dependencyViolation('networkAcl', acl.id);
  call.world.networkAcls.delete(acl.id);
}

/** A subnet has exactly one network ACL, so it is replaced, never removed. */
function replaceAssociation(call: Call): XmlObject {
  const id = call.params.required('AssociationId');
  const next = aclParam(call);
  if (!isIdOf(KINDS.networkAclAssociation, id)) throw malformedId(KINDS.networkAclAssociation, id);
  const found = associated(call);
  if (!found) throw notFound(KINDS.networkAclAssociation, id);
  const { present, association } = found;
  if (present.vpcId !== next.vpcId) {
    throw invalidValue(`network ACL ${next.id} and association ${id} belong to different networks`);
  }
  present.associations.splice(present.associations.indexOf(association), 1);
  const replaced = { ...association, id: call.aws.ids.fresh(KINDS.networkAclAssociation) };
  next.associations.push(replaced);
  return { newAssociationId: replaced.id };
}

function associated(call: Call) {
  const id = call.params.text('AssociationId');
  return call.world.networkAcls
    .list(call)
    .flatMap((present) => present.associations.map((association) => ({ present, association })))
    .find(({ association }) => association.id === id);
}
