import type { Cidr } from '../../../path/cidr.js';
import type { Action } from '../action.js';
import { meant, named } from '../auth/needed.js';
import type { Call } from '../aws-context.js';
import { isIdOf, KINDS } from '../state/kinds.js';
import { amazonIpv6, localRoute } from '../state/new-vpc.js';
import type { Vpc, VpcCidr } from '../state/records.js';
import { cidrParam } from '../wire/cidr-param.js';
import { Ec2Error } from '../wire/ec2-error.js';
import { invalidValue, malformedId, missingParameter, notFound } from '../wire/errors.js';
import type { XmlObject } from '../wire/xml.js';
import { cidrView, ipv4Cidrs, ipv6CidrView, vpcParam } from './vpc-view.js';

/** Further blocks of a VPC. */
export const VPC_CIDR_ACTIONS: readonly Action[] = [
  {
    name: 'AssociateVpcCidrBlock',
    takes: ['VpcId', 'CidrBlock', 'AmazonProvidedIpv6CidrBlock'],
    needs: named(KINDS.vpc, 'VpcId'),
    run: associate,
  },
  {
    name: 'DisassociateVpcCidrBlock',
    takes: ['AssociationId'],
    needs: meant(KINDS.vpc, (call) => [vpcOfBlock(call)?.id]),
    run: disassociate,
  },
];

function associate(call: Call): XmlObject {
  const vpc = vpcParam(call);
  const { aws, world, params } = call;
  const ipv6 = params.flag('AmazonProvidedIpv6CidrBlock') ?? false;
  if (!ipv6 && !params.has('CidrBlock')) throw missingParameter('CidrBlock');
  const cidr = ipv6 ? amazonIpv6(aws.ids) : cidrParam(call, 'CidrBlock', 4);
  if (!ipv6) checkIpv4(call, vpc, cidr);
  const block: VpcCidr = { associationId: aws.ids.fresh(KINDS.vpcCidrAssociation), cidr };
  vpc.cidrs.push(block);
  for (const table of world.routeTables.all()) {
    if (table.vpcId === vpc.id) table.routes.push(localRoute(cidr));
  }
  return association(vpc, block, 'associating');
}

function checkIpv4(call: Call, vpc: Vpc, cidr: Cidr): void {
  if (cidr.prefix < 16 || cidr.prefix > 28) {
    throw new Ec2Error('InvalidVpc.Range', `The CIDR '${cidr}' is invalid.`);
  }
  if (ipv4Cidrs(vpc).length >= call.aws.limits.of(call.accountId).cidrsPerVpc) {
    const most = call.aws.limits.of(call.accountId).cidrsPerVpc;
    throw new Ec2Error(
      'CidrLimitExceeded',
      `This network ${vpc.id} has met its maximum number of allowed CIDRs: ${most}`,
    );
  }
  const conflict = vpc.cidrs.some((own) => own.cidr.overlaps(cidr)) || peersOverlap(call, vpc, cidr);
  if (conflict)
    throw invalidValue(`The CIDR '${cidr}' conflicts with a CIDR of ${vpc.id} or of an active peer.`);
  // VPC User Guide: a new block may be smaller than the destination of a route that exists, not equal or larger.
  const covers = call.world.routeTables
    .all()
    .filter((table) => table.vpcId === vpc.id)
    .flatMap((table) => table.routes)
    .find(({ destination }) => !('prefixListId' in destination) && cidr.contains(destination));
  if (covers) throw invalidValue(`The CIDR '${cidr}' is equal to or larger than the destination of a route.`);
}

function peersOverlap({ world }: Call, vpc: Vpc, cidr: Cidr): boolean {
  return world.vpcPeeringConnections.all().some(({ status, requester, accepter }) => {
    if (status !== 'active' || (requester.vpcId !== vpc.id && accepter.vpcId !== vpc.id)) return false;
    const peer = world.vpcs.get(requester.vpcId === vpc.id ? accepter.vpcId : requester.vpcId);
    return peer?.cidrs.some((other) => other.cidr.overlaps(cidr)) ?? false;
  });
}

function disassociate(call: Call): XmlObject {
  const id = call.params.required('AssociationId');
  if (!isIdOf(KINDS.vpcCidrAssociation, id)) throw malformedId(KINDS.vpcCidrAssociation, id);
  const vpc = vpcOfBlock(call);
  const block = vpc?.cidrs.find((candidate) => candidate.associationId === id);
  if (!vpc || !block) throw notFound(KINDS.vpcCidrAssociation, id);
  if (block === ipv4Cidrs(vpc)[0]) {
    throw new Ec2Error(
      'OperationNotPermitted',
      `The vpc CIDR block with association ID ${id} may not be disassociated. It is the primary IPv4 CIDR block of the VPC`,
    );
  }
  if (call.world.subnets.all().some((subnet) => subnet.vpcId === vpc.id && usesBlock(subnet, block.cidr))) {
    throw new Ec2Error('DependencyViolation', `The vpc CIDR block '${block.cidr}' is used by a subnet.`);
  }
  vpc.cidrs.splice(vpc.cidrs.indexOf(block), 1);
  dropLocalRoutes(call, vpc, block.cidr);
  return association(vpc, block, 'disassociating');
}

function vpcOfBlock(call: Call): Vpc | undefined {
  const id = call.params.text('AssociationId');
  return call.world.vpcs.list(call).find(({ cidrs }) => cidrs.some((block) => block.associationId === id));
}

function usesBlock(subnet: { cidr: Cidr; ipv6: VpcCidr | undefined }, block: Cidr): boolean {
  return block.contains(subnet.cidr) || (subnet.ipv6 !== undefined && block.contains(subnet.ipv6.cidr));
}

function dropLocalRoutes({ world }: Call, vpc: Vpc, cidr: Cidr): void {
  for (const table of world.routeTables.all()) {
    if (table.vpcId !== vpc.id) continue;
    const index = table.routes.findIndex(
      ({ origin, destination }) => origin === 'CreateRouteTable' && String(destination) === cidr.toString(),
    );
    if (index >= 0) table.routes.splice(index, 1);
  }
}

function association(vpc: Vpc, block: VpcCidr, state: string): XmlObject {
  return block.cidr.family === 4
    ? { vpcId: vpc.id, cidrBlockAssociation: { ...cidrView(block), cidrBlockState: { state } } }
    : { vpcId: vpc.id, ipv6CidrBlockAssociation: { ...ipv6CidrView(block), ipv6CidrBlockState: { state } } };
}
