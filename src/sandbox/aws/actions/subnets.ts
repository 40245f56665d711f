import type { Cidr } from '../../../path/cidr.js';
import { type Action, PAGED } from '../action.js';
import { all, arnOf, created, named } from '../auth/needed.js';
import type { Call } from '../aws-context.js';
import { describe, type Filters, tagSetIfAny } from '../describe.js';
import { type Zone, zonesOf } from '../regions.js';
import { KINDS } from '../state/kinds.js';
import type { Subnet, Vpc, VpcCidr } from '../state/records.js';
import { tagsFor } from '../tag-specifications.js';
import { cidrParam } from '../wire/cidr-param.js';
import { Ec2Error } from '../wire/ec2-error.js';
import { dependencyViolation, invalidValue } from '../wire/errors.js';
import type { XmlObject } from '../wire/xml.js';
import { vpcParam } from './vpc-view.js';

/** AWS keeps the first four addresses of a subnet and the last. */
const RESERVED_ADDRESSES = 5;

const FILTERS: Filters<Subnet> = {
  'subnet-id': (subnet) => subnet.id,
  'subnet-arn': subnetArn,
  'vpc-id': (subnet) => subnet.vpcId,
  'owner-id': (subnet) => subnet.ownerId,
  state: () => 'available',
  'cidr-block': (subnet) => subnet.cidr.toString(),
  cidr: (subnet) => subnet.cidr.toString(),
  cidrBlock: (subnet) => subnet.cidr.toString(),
  'availability-zone': (subnet) => subnet.zone,
  availabilityZone: (subnet) => subnet.zone,
  'availability-zone-id': (subnet) => subnet.zoneId,
  availabilityZoneId: (subnet) => subnet.zoneId,
  'available-ip-address-count': (subnet, call) => String(freeAddresses(call, subnet)),
  'default-for-az': (subnet) => String(subnet.defaultForAz),
  defaultForAz: (subnet) => String(subnet.defaultForAz),
  'map-public-ip-on-launch': (subnet) => String(subnet.mapPublicIpOnLaunch),
  'ipv6-native': () => 'false',
  'ipv6-cidr-block-association.ipv6-cidr-block': (subnet) => subnet.ipv6?.cidr.toString(),
  'ipv6-cidr-block-association.association-id': (subnet) => subnet.ipv6?.associationId,
  'ipv6-cidr-block-association.state': (subnet) => subnet.ipv6 && 'associated',
};

/** Subnets. */
export const SUBNET_ACTIONS: readonly Action[] = [
  {
    name: 'CreateSubnet',
    takes: [
      'VpcId',
      'CidrBlock',
      'Ipv6CidrBlock',
      'AvailabilityZone',
      'AvailabilityZoneId',
      'TagSpecification',
    ],
    needs: all(created(KINDS.subnet), named(KINDS.vpc, 'VpcId')),
    run: createSubnet,
  },
  {
    name: 'DescribeSubnets',
    takes: ['SubnetId', ...PAGED],
    run: (call) =>
      describe(call, call.world.subnets, 'SubnetId', {
        set: 'subnetSet',
        filters: FILTERS,
        view: (subnet) => subnetView(call, subnet),
        tags: (subnet) => subnet.tags,
      }),
  },
  { name: 'DeleteSubnet', takes: ['SubnetId'], needs: named(KINDS.subnet, 'SubnetId'), run: deleteSubnet },
  {
    name: 'ModifySubnetAttribute',
    takes: ['SubnetId', 'MapPublicIpOnLaunch', 'AssignIpv6AddressOnCreation'],
    needs: named(KINDS.subnet, 'SubnetId'),
    run: modifySubnet,
  },
];

/** A subnet as DescribeSubnets shows it. */
export function subnetView(call: Call, subnet: Subnet): XmlObject {
  return {
    subnetId: subnet.id,
    subnetArn: subnetArn(subnet),
    state: 'available',
    ownerId: subnet.ownerId,
    vpcId: subnet.vpcId,
    cidrBlock: subnet.cidr.toString(),
    ipv6CidrBlockAssociationSet: subnet.ipv6 ? [ipv6View(subnet.ipv6)] : [],
    availableIpAddressCount: freeAddresses(call, subnet),
    availabilityZone: subnet.zone,
    availabilityZoneId: subnet.zoneId,
    defaultForAz: subnet.defaultForAz,
    mapPublicIpOnLaunch: subnet.mapPublicIpOnLaunch,
    tagSet: tagSetIfAny(subnet.tags),
    assignIpv6AddressOnCreation: subnet.assignIpv6AddressOnCreation,
    mapCustomerOwnedIpOnLaunch: false,
    enableDns64: false,
    ipv6Native: false,
    privateDnsNameOptionsOnLaunch: {
      hostnameType: 'ip-name',
      enableResourceNameDnsARecord: false,
      enableResourceNameDnsAAAARecord: false,
    },
    blockPublicAccessStates: { internetGatewayBlockMode: 'off' },
  };
}

/** Makes a subnet and joins it to the VPC's default network ACL. */
export function addSubnet(
  call: Call,
  vpc: Vpc,
  plan: { cidr: Cidr; ipv6?: Cidr | undefined; zone: Zone; defaultForAz: boolean; tags: Map<string, string> },
): Subnet {
  const { aws, world } = call;
  const subnet = world.subnets.add({
    id: aws.ids.fresh(KINDS.subnet),
    ownerId: vpc.ownerId,
    region: vpc.region,
    tags: plan.tags,
    vpcId: vpc.id,
    cidr: plan.cidr,
    ipv6: plan.ipv6 && { associationId: aws.ids.fresh(KINDS.vpcCidrAssociation), cidr: plan.ipv6 },
    zone: plan.zone.name,
    zoneId: plan.zone.id,
    defaultForAz: plan.defaultForAz,
    mapPublicIpOnLaunch: plan.defaultForAz,
    assignIpv6AddressOnCreation: false,
  });
  const acl = world.networkAcls.all().find(({ vpcId, isDefault }) => vpcId === vpc.id && isDefault);
  acl?.associations.push({ id: aws.ids.fresh(KINDS.networkAclAssociation), subnetId: subnet.id });
  aws.consistency.changed(subnet.id, 'created', call.hiddenMs);
  return subnet;
}

function createSubnet(call: Call): XmlObject {
  const vpc = vpcParam(call);
  const cidr = cidrParam(call, 'CidrBlock', 4);
  const ipv6 = call.params.has('Ipv6CidrBlock') ? cidrParam(call, 'Ipv6CidrBlock', 6) : undefined;
  const inside = vpc.cidrs.some((block) => block.cidr.contains(cidr));
  if (cidr.prefix < 16 || cidr.prefix > 28 || !inside) {
    throw new Ec2Error('InvalidSubnet.Range', `The CIDR '${cidr}' is invalid.`);
  }
  if (ipv6 && !vpc.cidrs.some((block) => block.cidr.contains(ipv6))) {
    throw new Ec2Error('InvalidSubnet.Range', `The CIDR '${ipv6}' is invalid.`);
  }
  const siblings = call.world.subnets.all().filter((subnet) => subnet.vpcId === vpc.id);
  if (siblings.some((subnet) => subnet.cidr.overlaps(cidr))) {
    throw new Ec2Error('InvalidSubnet.Conflict', `The CIDR '${cidr}' conflicts with another subnet`);
  }
  if (siblings.length >= call.aws.limits.of(call.accountId).subnetsPerVpc) {
    throw new Ec2Error('SubnetLimitExceeded', 'The maximum number of subnets has been reached.');
  }
  const zone = zoneParam(call, siblings.length);
  const tags = tagsFor(call.params, KINDS.subnet.type);
  return { subnet: subnetView(call, addSubnet(call, vpc, { cidr, ipv6, zone, defaultForAz: false, tags })) };
}

/** Without a zone in the request, AWS chooses; the double takes them in turn. */
function zoneParam(call: Call, siblings: number): Zone {
  const zones = zonesOf(call.region);
  const wanted = call.params.text('AvailabilityZone') ?? call.params.text('AvailabilityZoneId');
  const zone =
    wanted === undefined
      ? zones[siblings % zones.length]
      : zones.find(({ name, id }) => name === wanted || id === wanted);
  if (zone) return zone;
  const names = zones.map(({ name }) => name).join(', ');
  throw invalidValue(
    `Value (${wanted}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: ${names}.`,
  );
}

function deleteSubnet(call: Call): undefined {
  const subnet = call.world.subnets.find(call, call.params.required('SubnetId'));
  const { world } = call;
  const inUse =
    world.networkInterfaces.all().some((eni) => eni.subnetId === subnet.id) ||
    world.natGateways.all().some((nat) => nat.subnetId === subnet.id && nat.deletedAtMs === undefined) ||
    world.transitGatewayAttachments.all().some(({ subnetIds }) => subnetIds.includes(subnet.id));
  if (inUse) throw dependencyViolation('subnet', subnet.id);
  for (const { associations } of [...world.routeTables.all(), ...world.networkAcls.all()]) {
    const index = associations.findIndex(({ subnetId }) => subnetId === subnet.id);
    if (index >= 0) associations.splice(index, 1);
  }
  world.subnets.delete(subnet.id);
}

function modifySubnet(call: Call): undefined {
  const subnet = call.world.subnets.find(call, call.params.required('SubnetId'));
  const mapPublic = call.params.member('MapPublicIpOnLaunch').flag('Value');
  const assignIpv6 = call.params.member('AssignIpv6AddressOnCreation').flag('Value');
  if (mapPublic !== undefined) subnet.mapPublicIpOnLaunch = mapPublic;
  if (assignIpv6 !== undefined) subnet.assignIpv6AddressOnCreation = assignIpv6;
}

function ipv6View({ associationId, cidr }: VpcCidr): XmlObject {
  return { ipv6CidrBlock: cidr.toString(), associationId, ipv6CidrBlockState: { state: 'associated' } };
}

function subnetArn({ region, ownerId, id }: Subnet): string {
  return arnOf(region, ownerId, KINDS.subnet.type, id);
}

/** How many addresses of a subnet are free. */
function freeAddresses({ world }: Call, { id, cidr }: Subnet): number {
  const used = world.networkInterfaces
    .all()
    .filter((eni) => eni.subnetId === id)
    .reduce((sum, eni) => sum + eni.privateAddresses.length, 0);
  return 2 ** (32 - cidr.prefix) - RESERVED_ADDRESSES - used;
}
