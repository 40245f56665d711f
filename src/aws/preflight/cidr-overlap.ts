import type { Cidr } from '../../path/cidr.js';
import { nextFreeBlock } from '../../path/free-block.js';
import { RFC1918 } from '../../path/ranges.js';
import type { Check, CheckMeans } from './check.js';

/** No block of the VPC, secondary ones included, touches the network's: AWS fails such a peering. */
export const checkCidrOverlap: Check = async (means) => {
  const { flow, reads, remote } = means;
  const vpc = await reads.vpc(flow);
  const hits = vpc.cidrs.filter((block) => remote.some((other) => other.overlaps(block)));
  if (hits.length === 0) return [];
  const free = await freeBlock(means);
  const suggestion = free ? ` ${free} is free in your VPC, its routes and its peerings.` : '';
  return [
    {
      code: 'cidr_overlap',
      severity: 'error',
      summary: `The network's CIDR ${flow.network.cidrBlock} overlaps ${hits.join(', ')} of ${vpc.id}; AWS refuses such a peering.`,
      evidence: `${vpc.id} has ${vpc.cidrs.join(', ')}`,
      fix: {
        text: `Create a network with another CIDR; it cannot be changed.${suggestion}`,
        ...(free && { command: `dfcloud networks create --cidr ${free}` }),
      },
    },
  ];
};

/** A block of the network's size that nothing around the VPC uses. */
async function freeBlock({ flow, reads, remote }: CheckMeans): Promise<Cidr | undefined> {
  const [vpc, tables, peerings] = await Promise.all([
    reads.vpc(flow),
    reads.routeTables(flow),
    reads.peerings(flow),
  ]);
  const routed = tables.flatMap(({ routes }) => routes.flatMap(({ destination }) => destination ?? []));
  const peered = peerings.flatMap(({ requester, accepter }) => [...requester.cidrs, ...accepter.cidrs]);
  const avoid = [...vpc.cidrs, ...routed.filter(({ prefix }) => prefix > 0), ...peered, ...remote];
  return nextFreeBlock({ prefix: remote[0]?.prefix ?? 24, pools: RFC1918, avoid });
}
