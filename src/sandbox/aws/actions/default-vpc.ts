import { Cidr, cidr } from '../../../path/cidr.js';
import type { Action } from '../action.js';
import type { Call } from '../aws-context.js';
import { zonesOf } from '../regions.js';
import { KINDS } from '../state/kinds.js';
import { addVpc } from '../state/new-vpc.js';
import { Ec2Error } from '../wire/ec2-error.js';
import type { XmlObject } from '../wire/xml.js';
import { addSubnet } from './subnets.js';
import { vpcView } from './vpc-view.js';

const DEFAULT_CIDR = cidr('172.31.0.0/16');

/** Makes what a real account starts with in each region: the double's accounts start empty. */
export const createDefaultVpc: Action = { name: 'CreateDefaultVpc', takes: [], run };

function run(call: Call): XmlObject {
  const { world, aws, accountId, region } = call;
  if (world.vpcs.all().some((vpc) => vpc.isDefault && vpc.ownerId === accountId && vpc.region === region)) {
    throw new Ec2Error(
      'DefaultVpcAlreadyExists',
      'A Default VPC already exists for this account in this region.',
    );
  }
  const vpc = addVpc(world, aws.ids, { ownerId: accountId, region, cidr: DEFAULT_CIDR, isDefault: true });
  for (const [index, zone] of zonesOf(region).entries()) {
    const first = DEFAULT_CIDR.first + BigInt(index * 4096);
    addSubnet(call, vpc, { cidr: Cidr.around(4, first, 20), zone, defaultForAz: true, tags: new Map() });
  }
  const gateway = world.internetGateways.add({
    id: aws.ids.fresh(KINDS.internetGateway),
    ownerId: accountId,
    region,
    tags: new Map(),
    vpcId: vpc.id,
  });
  const table = world.routeTables.all().find((candidate) => candidate.vpcId === vpc.id);
  table?.routes.push({
    destination: cidr('0.0.0.0/0'),
    target: { element: 'gatewayId', id: gateway.id },
    origin: 'CreateRoute',
  });
  return { vpc: { ...vpcView(vpc), state: 'pending' } };
}
