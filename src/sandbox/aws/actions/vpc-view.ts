import type { Call } from '../aws-context.js';
import { type Filters, tagSetIfAny } from '../describe.js';
import type { Vpc, VpcCidr } from '../state/records.js';
import type { XmlObject } from '../wire/xml.js';

/** A VPC as DescribeVpcs shows it. The elements stand in the order of the recorded answers. */
export function vpcView(vpc: Vpc): XmlObject {
  const ipv6 = ipv6Cidrs(vpc);
  return {
    vpcId: vpc.id,
    ownerId: vpc.ownerId,
    state: 'available',
    cidrBlock: primaryCidr(vpc),
    cidrBlockAssociationSet: ipv4Cidrs(vpc).map(cidrView),
    ...(ipv6.length > 0 ? { ipv6CidrBlockAssociationSet: ipv6.map(ipv6CidrView) } : {}),
    dhcpOptionsId: vpc.dhcpOptionsId,
    tagSet: tagSetIfAny(vpc.tags),
    instanceTenancy: vpc.tenancy,
    isDefault: vpc.isDefault,
  };
}

/** `cidrBlockAssociationSet`'s items. */
export function cidrView({ cidr, associationId }: VpcCidr): XmlObject {
  return { cidrBlock: cidr.toString(), associationId, cidrBlockState: { state: 'associated' } };
}

/** `ipv6CidrBlockAssociationSet`'s items. */
export function ipv6CidrView({ cidr, associationId }: VpcCidr): XmlObject {
  return {
    ipv6CidrBlock: cidr.toString(),
    associationId,
    ipv6CidrBlockState: { state: 'associated' },
    ipv6Pool: 'Amazon',
  };
}

/** The IPv4 blocks, the primary one first. */
export function ipv4Cidrs({ cidrs }: Vpc): VpcCidr[] {
  return cidrs.filter(({ cidr }) => cidr.family === 4);
}

/** The IPv6 blocks. */
export function ipv6Cidrs({ cidrs }: Vpc): VpcCidr[] {
  return cidrs.filter(({ cidr }) => cidr.family === 6);
}

/** The IPv4 block that the VPC was made with. */
export function primaryCidr(vpc: Vpc): string {
  return ipv4Cidrs(vpc)[0]?.cidr.toString() ?? '';
}

/** The filters of DescribeVpcs. */
export const VPC_FILTERS: Filters<Vpc> = {
  'vpc-id': (vpc) => vpc.id,
  'owner-id': (vpc) => vpc.ownerId,
  state: () => 'available',
  cidr: primaryCidr,
  'cidr-block-association.cidr-block': (vpc) => ipv4Cidrs(vpc).map(({ cidr }) => cidr.toString()),
  'cidr-block-association.association-id': (vpc) => ipv4Cidrs(vpc).map(({ associationId }) => associationId),
  'cidr-block-association.state': (vpc) => ipv4Cidrs(vpc).map(() => 'associated'),
  'ipv6-cidr-block-association.ipv6-cidr-block': (vpc) => ipv6Cidrs(vpc).map(({ cidr }) => cidr.toString()),
  'ipv6-cidr-block-association.association-id': (vpc) => ipv6Cidrs(vpc).map((one) => one.associationId),
  'ipv6-cidr-block-association.ipv6-pool': (vpc) => ipv6Cidrs(vpc).map(() => 'Amazon'),
  'ipv6-cidr-block-association.state': (vpc) => ipv6Cidrs(vpc).map(() => 'associated'),
  'dhcp-options-id': (vpc) => vpc.dhcpOptionsId,
  'is-default': (vpc) => String(vpc.isDefault),
};

/** The VPC that a parameter names. */
export function vpcParam(call: Call, name = 'VpcId'): Vpc {
  return call.world.vpcs.find(call, call.params.required(name));
}
