import { type Action, PAGED } from '../action.js';
import { created, named } from '../auth/needed.js';
import type { Call } from '../aws-context.js';
import { describe } from '../describe.js';
import { KINDS } from '../state/kinds.js';
import { addVpc } from '../state/new-vpc.js';
import type { Vpc } from '../state/records.js';
import { tagsFor } from '../tag-specifications.js';
import { cidrParam } from '../wire/cidr-param.js';
import { Ec2Error } from '../wire/ec2-error.js';
import { dependencyViolation, invalidValue } from '../wire/errors.js';
import type { XmlObject } from '../wire/xml.js';
import { createDefaultVpc } from './default-vpc.js';
import { VPC_FILTERS, vpcParam, vpcView } from './vpc-view.js';

/** The attributes of a VPC by the name of their parameter. */
const ATTRIBUTES = {
  enableDnsSupport: 'EnableDnsSupport',
  enableDnsHostnames: 'EnableDnsHostnames',
  enableNetworkAddressUsageMetrics: 'EnableNetworkAddressUsageMetrics',
} as const satisfies Partial<Record<keyof Vpc, string>>;

/** VPCs and their attributes. */
export const VPC_ACTIONS: readonly Action[] = [
  {
    name: 'CreateVpc',
    takes: ['CidrBlock', 'AmazonProvidedIpv6CidrBlock', 'InstanceTenancy', 'TagSpecification'],
    needs: created(KINDS.vpc),
    run: createVpc,
  },
  createDefaultVpc,
  {
    name: 'DescribeVpcs',
    takes: ['VpcId', ...PAGED],
    run: (call) =>
      describe(call, call.world.vpcs, 'VpcId', {
        set: 'vpcSet',
        filters: VPC_FILTERS,
        view: vpcView,
        tags: (vpc) => vpc.tags,
      }),
  },
  { name: 'DeleteVpc', takes: ['VpcId'], needs: named(KINDS.vpc, 'VpcId'), run: deleteVpc },
  {
    name: 'DescribeVpcAttribute',
    takes: ['VpcId', 'Attribute'],
    needs: named(KINDS.vpc, 'VpcId'),
    run: describeAttribute,
  },
  {
    name: 'ModifyVpcAttribute',
    takes: ['VpcId', ...Object.values(ATTRIBUTES)],
    needs: named(KINDS.vpc, 'VpcId'),
    run: modifyAttribute,
  },
];

function createVpc(call: Call): XmlObject {
  const { aws, world, params, accountId, region } = call;
  const cidr = cidrParam(call, 'CidrBlock', 4);
  if (cidr.prefix < 16 || cidr.prefix > 28) {
    throw new Ec2Error('InvalidVpc.Range', `The CIDR '${cidr}' is invalid.`);
  }
  const tags = tagsFor(params, KINDS.vpc.type);
  checkVpcLimit(call);
  const vpc = addVpc(world, aws.ids, {
    ownerId: accountId,
    region,
    cidr,
    tags,
    ipv6: params.flag('AmazonProvidedIpv6CidrBlock') ?? false,
    tenancy: params.text('InstanceTenancy') ?? 'default',
  });
  aws.consistency.changed(vpc.id, 'created', call.hiddenMs);
  // The first answer says pending, and shows an empty list of IPv6 blocks (recorded).
  return { vpc: { ipv6CidrBlockAssociationSet: [], ...vpcView(vpc), state: 'pending' } };
}

/** @throws {Ec2Error} `VpcLimitExceeded` */
export function checkVpcLimit(call: Call): void {
  const { accountId, region } = call;
  const own = call.world.vpcs.all().filter((vpc) => vpc.ownerId === accountId && vpc.region === region);
  if (own.length < call.aws.limits.of(accountId).vpcs) return;
  throw new Ec2Error('VpcLimitExceeded', 'The maximum number of VPCs has been reached.');
}

function deleteVpc(call: Call): undefined {
  const vpc = vpcParam(call);
  if (isInUse(call, vpc)) throw dependencyViolation('vpc', vpc.id);
  removeVpc(call.world, vpc);
}

function isInUse({ world }: Call, { id }: Vpc): boolean {
  const inVpc = (row: { readonly vpcId: string | undefined }) => row.vpcId === id;
  return (
    world.subnets.all().some(inVpc) ||
    world.networkInterfaces.all().some(inVpc) ||
    world.internetGateways.all().some(inVpc) ||
    world.egressOnlyInternetGateways.all().some(inVpc) ||
    world.vpnGateways.all().some(inVpc) ||
    world.vpcEndpoints.all().some(inVpc) ||
    world.transitGatewayAttachments.all().some(inVpc) ||
    world.natGateways.all().some((nat) => inVpc(nat) && nat.deletedAtMs === undefined) ||
    world.routeTables.all().some((table) => inVpc(table) && !table.associations.some(({ main }) => main)) ||
    world.networkAcls.all().some((acl) => inVpc(acl) && !acl.isDefault) ||
    world.securityGroups.all().some((group) => inVpc(group) && group.name !== 'default')
  );
}

/** Takes a VPC out of the world, with what came with it. */
export function removeVpc(world: Call['world'], { id }: Vpc): void {
  const { routeTables, networkAcls, securityGroups, securityGroupRules } = world;
  for (const table of routeTables.all()) if (table.vpcId === id) routeTables.delete(table.id);
  for (const acl of networkAcls.all()) if (acl.vpcId === id) networkAcls.delete(acl.id);
  for (const group of securityGroups.all()) {
    if (group.vpcId !== id) continue;
    for (const rule of securityGroupRules.all()) {
      if (rule.groupId === group.id) securityGroupRules.delete(rule.id);
    }
    securityGroups.delete(group.id);
  }
  world.vpcs.delete(id);
}

function describeAttribute(call: Call): XmlObject {
  const vpc = vpcParam(call);
  const attribute = call.params.required('Attribute');
  if (!isAttribute(attribute)) {
    throw invalidValue(`Value (${attribute}) for parameter attribute is invalid. Unknown attribute.`);
  }
  return { vpcId: vpc.id, [attribute]: { value: vpc[attribute] } };
}

function modifyAttribute(call: Call): undefined {
  const vpc = vpcParam(call);
  const given = Object.values(ATTRIBUTES).filter((name) => call.params.has(name));
  if (given.length !== 1) {
    const code = given.length === 0 ? 'MissingParameter' : 'InvalidParameterCombination';
    throw new Ec2Error(code, 'Exactly one attribute must be specified.');
  }
  for (const attribute of Object.keys(ATTRIBUTES).filter(isAttribute)) {
    const value = call.params.member(ATTRIBUTES[attribute]).flag('Value');
    if (value !== undefined) vpc[attribute] = value;
  }
}

function isAttribute(name: string): name is keyof typeof ATTRIBUTES {
  return Object.hasOwn(ATTRIBUTES, name);
}
