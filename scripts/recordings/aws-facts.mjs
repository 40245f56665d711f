// What must survive the reading of an EC2 answer, as lines of text: once from the recording, once from dfcloud's model
// of it. The two must be equal, so nothing may be lost and nothing invented.
import ipaddr from 'ipaddr.js';
import { field, items } from './tree.mjs';

const TARGETS = [
  'vpcPeeringConnectionId',
  'transitGatewayId',
  'networkInterfaceId',
  'instanceId',
  'natGatewayId',
  'egressOnlyInternetGatewayId',
  'localGatewayId',
  'carrierGatewayId',
  'coreNetworkArn',
  'gatewayId',
];
const KINDS = { pcx: 'peering', tgw: 'transit-gateway', eni: 'interface', i: 'interface', vpce: 'endpoint' };

/** Lines by operation: `recorded` from the tree of the answer, `read` from what dfcloud made of it. */
export const FACTS = {
  DescribeVpcs: {
    recorded: (tree) =>
      items(tree, 'vpcSet', 'vpcs').flatMap((vpc) => [
        `${vpc.vpcId} owned by ${field(vpc, 'ownerId') ?? ''}`,
        ...blocksOf(vpc).map((block) => `${vpc.vpcId} has ${block}`),
      ]),
    read: (vpcs) =>
      vpcs.flatMap(({ id, ownerId, cidrs }) => [
        `${id} owned by ${ownerId}`,
        ...cidrs.map((block) => `${id} has ${block}`),
      ]),
  },
  DescribeVpcAttribute: {
    recorded: (tree) => [
      field(tree, 'enableDnsSupport', 'value') ?? field(tree, 'enableDnsHostnames', 'value'),
    ],
    read: (value) => [String(value)],
  },
  DescribeSubnets: {
    recorded: (tree) =>
      items(tree, 'subnetSet', 'subnets').flatMap((subnet) =>
        blocksOf(subnet).map((block) => `${subnet.subnetId} has ${block}`),
      ),
    read: (subnets) => subnets.flatMap(({ id, cidrs }) => cidrs.map((block) => `${id} has ${block}`)),
  },
  DescribeRouteTables: {
    recorded: (tree) => items(tree, 'routeTableSet', 'routeTables').flatMap(recordedTable),
    read: (tables) => tables.flatMap(readTable),
  },
  DescribeVpcPeeringConnections: {
    recorded: (tree) =>
      items(tree, 'vpcPeeringConnectionSet', 'vpcPeeringConnections').flatMap(recordedPeering),
    read: (peerings) => peerings.flatMap(readPeering),
  },
  DescribeSecurityGroups: {
    recorded: (tree) =>
      items(tree, 'securityGroupInfo', 'securityGroups').map(
        (group) => `${group.groupId} in ${field(group, 'vpcId') ?? ''}`,
      ),
    read: (groups) => groups.map(({ id, vpcId }) => `${id} in ${vpcId}`),
  },
  DescribeSecurityGroupRules: {
    recorded: (tree) => items(tree, 'securityGroupRuleSet', 'securityGroupRules').flatMap(recordedRule),
    read: (rules) => rules.flatMap(readRule),
  },
  DescribeNetworkAcls: {
    recorded: (tree) => items(tree, 'networkAclSet', 'networkAcls').flatMap(recordedAcl),
    read: (acls) => acls.flatMap(readAcl),
  },
  DescribeNetworkInterfaces: {
    recorded: (tree) => items(tree, 'networkInterfaceSet', 'networkInterfaces').flatMap(recordedInterface),
    read: (interfaces) =>
      interfaces.map(({ id, subnetId, groupIds }) => `${id} in ${subnetId} carries ${groupIds.join(', ')}`),
  },
  GetManagedPrefixListEntries: {
    recorded: (tree) => items(tree, 'entrySet', 'entries').map(({ cidr }) => canonical(cidr)),
    read: (blocks) => blocks.map(String),
  },
};

/** The blocks of a VPC or subnet, without those that are gone or failed. */
function blocksOf(node) {
  const used = (block, name) =>
    ['associated', 'associating', undefined].includes(field(block, name, 'state'));
  const ipv4 = items(node, 'cidrBlockAssociationSet').filter((block) => used(block, 'cidrBlockState'));
  const ipv6 = items(node, 'ipv6CidrBlockAssociationSet').filter((block) =>
    used(block, 'ipv6CidrBlockState'),
  );
  const first = ipv4.length > 0 ? [] : [field(node, 'cidrBlock')];
  const texts = [...first, ...ipv4.map((one) => one.cidrBlock), ...ipv6.map((one) => one.ipv6CidrBlock)];
  return texts.flatMap((text) => (text === undefined ? [] : [canonical(text)]));
}

function recordedTable(table) {
  const id = table.routeTableId;
  const live = items(table, 'associationSet', 'associations').filter(
    (one) => !['disassociated', 'disassociating', 'failed'].includes(field(one, 'associationState', 'state')),
  );
  return [
    `${id}`,
    ...(live.some((one) => one.main === 'true') ? [`${id} is main`] : []),
    ...live
      .flatMap((one) => [field(one, 'subnetId'), field(one, 'gatewayId')])
      .flatMap((one) => (one ? [`${id} serves ${one}`] : [])),
    ...items(table, 'routeSet', 'routes').map((route) => `${id} sends ${recordedRoute(route)}`),
  ];
}

function recordedRoute(route) {
  const block = field(route, 'destinationCidrBlock') ?? field(route, 'destinationIpv6CidrBlock');
  const destination = block ? canonical(block) : field(route, 'destinationPrefixListId');
  const target = TARGETS.map((name) => field(route, name)).find((id) => id !== undefined);
  const kind =
    target === 'local' ? 'local' : (KINDS[target?.split('-')[0]] ?? (target ? 'gateway' : 'unknown'));
  // Answers of 2014 have no origin.
  const origin = field(route, 'origin') ?? 'CreateRoute';
  return `${destination} to ${kind} ${target ?? 'unknown'}, ${field(route, 'state') ?? 'active'}, by ${origin}`;
}

function readTable({ id, main, subnetIds, gatewayIds, routes }) {
  return [
    id,
    ...(main ? [`${id} is main`] : []),
    ...[...subnetIds, ...gatewayIds].map((one) => `${id} serves ${one}`),
    ...routes.map(
      ({ destination, prefixListId, target, state, origin }) =>
        `${id} sends ${destination ?? prefixListId} to ${target.kind} ${target.id}, ${state}, by ${origin}`,
    ),
  ];
}

function recordedPeering(peering) {
  const id = peering.vpcPeeringConnectionId;
  const end = (name, info) => {
    const set = items(info, 'cidrBlockSet').map((one) => one.cidrBlock);
    const blocks = set.length > 0 ? set : [field(info, 'cidrBlock')].filter(Boolean);
    const dns = field(info, 'peeringOptions', 'allowDnsResolutionFromRemoteVpc') === 'true';
    const who = ['ownerId', 'vpcId', 'region'].map((key) => field(info, key) ?? '');
    return `${id} ${name} ${who.join(' ')} ${blocks.map(canonical).join(' ')} dns ${dns}`;
  };
  const expires = field(peering, 'expirationTime');
  return [
    `${id} is ${field(peering, 'status', 'code')}: ${field(peering, 'status', 'message') ?? ''}`,
    `${id} expires ${expires ? new Date(expires).toISOString() : 'never'}`,
    end('requester', peering.requesterVpcInfo),
    end('accepter', peering.accepterVpcInfo),
    ...tagsOf(peering).map((tag) => `${id} ${tag}`),
  ];
}

function readPeering({ id, status, message, expiresAt, requester, accepter, tags }) {
  const end = (name, { accountId = '', vpcId = '', region = '', cidrs, resolvesPrivately }) =>
    `${id} ${name} ${accountId} ${vpcId} ${region} ${cidrs.join(' ')} dns ${resolvesPrivately}`;
  return [
    `${id} is ${status}: ${message ?? ''}`,
    `${id} expires ${expiresAt?.toISOString() ?? 'never'}`,
    end('requester', requester),
    end('accepter', accepter),
    ...Object.entries(tags).map(([key, value]) => `${id} tag ${key}=${value}`),
  ];
}

function recordedRule(rule) {
  const id = rule.securityGroupRuleId;
  const block = field(rule, 'cidrIpv4') ?? field(rule, 'cidrIpv6');
  const other = [
    block && canonical(block),
    field(rule, 'prefixListId'),
    field(rule, 'referencedGroupInfo', 'groupId'),
  ].find(Boolean);
  const ports = portsOf(field(rule, 'fromPort'), field(rule, 'toPort'));
  const way = rule.isEgress === 'true' ? 'out' : 'in';
  return [
    `${id} of ${rule.groupId}: ${way} ${rule.ipProtocol} ${ports} ${other}`,
    ...tagsOf(rule).map((tag) => `${id} ${tag}`),
  ];
}

function readRule({ id, groupId, egress, protocol, ports, cidr, prefixListId, otherGroup, tags }) {
  const other = cidr ?? prefixListId ?? otherGroup?.id;
  return [
    `${id} of ${groupId}: ${egress ? 'out' : 'in'} ${protocol} ${portsOf(ports?.from, ports?.to)} ${other}`,
    ...Object.entries(tags).map(([key, value]) => `${id} tag ${key}=${value}`),
  ];
}

function recordedAcl(acl) {
  const id = acl.networkAclId;
  return [
    id,
    ...items(acl, 'associationSet', 'associations').map((one) => `${id} serves ${one.subnetId}`),
    ...items(acl, 'entrySet', 'entries').map((entry) => {
      const block = canonical(field(entry, 'cidrBlock') ?? field(entry, 'ipv6CidrBlock'));
      const ports = portsOf(field(entry, 'portRange', 'from'), field(entry, 'portRange', 'to'));
      const way = entry.egress === 'true' ? 'out' : 'in';
      return `${id} ${way} ${entry.ruleNumber} ${entry.ruleAction} ${entry.protocol} ${ports} ${block}`;
    }),
  ];
}

function readAcl({ id, subnetIds, entries }) {
  return [
    id,
    ...subnetIds.map((subnet) => `${id} serves ${subnet}`),
    ...entries.map(({ number, egress, allow, protocol, cidr, ports }) => {
      const what = `${egress ? 'out' : 'in'} ${number} ${allow ? 'allow' : 'deny'} ${protocol}`;
      return `${id} ${what} ${portsOf(ports?.from, ports?.to)} ${cidr}`;
    }),
  ];
}

/** Interfaces without security groups filter nothing and are not read. */
function recordedInterface(eni) {
  const groups = items(eni, 'groupSet', 'groups').map(({ groupId }) => groupId);
  if (groups.length === 0 || !field(eni, 'subnetId')) return [];
  return [`${eni.networkInterfaceId} in ${eni.subnetId} carries ${groups.join(', ')}`];
}

function tagsOf(node) {
  return items(node, 'tagSet', 'tags').map(({ key, value }) => `tag ${key}=${value ?? ''}`);
}

function portsOf(from, to) {
  return from === undefined || Number(from) < 0 || Number(to) < Number(from) ? 'all' : `${from}-${to}`;
}

/** A block as ipaddr.js writes it, with the host bits dropped. */
function canonical(text) {
  const [address, length] = ipaddr.parseCIDR(text);
  const family = address.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
  return `${family.networkAddressFromCIDR(text)}/${length}`;
}
