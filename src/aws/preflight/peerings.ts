import type { Cidr } from '../../path/cidr.js';
import type { Finding } from '../../peering/finding.js';
import type { PeeringEnd, VpcPeering } from '../ec2/model.js';
import { joinsThePair } from '../expected-peering.js';
import { isLive, phaseOf } from '../peering-states.js';
import type { Check, CheckMeans } from './check.js';

/** Active peerings per VPC: the default quota, and how far AWS raises it. */
const PEERINGS_DEFAULT = 50;
const PEERINGS_MOST = 125;

/** Other peerings of the VPC and of the network: equal addresses, too many, dead ones of the same pair. */
export const checkPeerings: Check = async (means) => {
  const { reads, flow, finder } = means;
  const [all, expected, shared] = await Promise.all([
    reads.peerings(flow),
    finder.expected(flow),
    otherVpcs(means),
  ]);
  const pair = all.filter((peering) => joinsThePair(peering, expected));
  const others = all.filter((peering) => !pair.includes(peering) && isLive(peering));
  return [
    ...others.flatMap((peering) => sameAddresses(peering, means)),
    ...dead(pair),
    ...quota(all, pair),
    ...shared,
  ];
};

/** AWS activates both peerings; only one route per table can lead to the block. */
function sameAddresses(peering: VpcPeering, { settings, remote }: CheckMeans): Finding[] {
  const far = farEnd(peering, settings.vpcId);
  const hits = overlapping(far.cidrs, remote);
  if (hits.length === 0) return [];
  return [
    {
      code: 'peering_same_cidr',
      severity: 'warning',
      summary: `${peering.id} to ${far.vpcId} of account ${far.accountId} has the same addresses (${hits.join(', ')}); each route table can reach only one of the two.`,
      evidence: `${peering.id} is ${peering.status}`,
      fix: { text: 'Choose route tables so that each of them needs one of the two networks only.' },
    },
  ];
}

function dead(pair: readonly VpcPeering[]): Finding[] {
  return pair
    .filter((peering) => !isLive(peering))
    .map((peering) => ({
      code: 'dead_peering_listed',
      severity: 'info',
      summary: `${peering.id}, an older peering of the same two VPCs, is ${peering.status} and still listed; it is not used.`,
      evidence: peering.message ?? peering.status,
      fix: { text: 'Nothing has to be done: AWS forgets it within two days.' },
    }));
}

function quota(all: readonly VpcPeering[], pair: readonly VpcPeering[]): Finding[] {
  const active = all.filter((peering) => phaseOf(peering) === 'active');
  if (active.length < PEERINGS_DEFAULT || pair.some((peering) => phaseOf(peering) === 'active')) return [];
  return [
    {
      code: 'peerings_quota',
      severity: active.length >= PEERINGS_MOST ? 'error' : 'warning',
      summary: `The VPC has ${active.length} active peerings; AWS allows ${PEERINGS_DEFAULT} unless it was asked for up to ${PEERINGS_MOST}.`,
      evidence: `${active.length} active`,
      fix: {
        text: 'Delete peerings that are not needed, or ask for a higher quota.',
        command: `aws service-quotas request-service-quota-increase --service-code vpc --quota-code L-7E9ECCDB --desired-value ${PEERINGS_MOST}`,
      },
    },
  ];
}

/** Other VPCs of this account on the same network: the network has one route per block, so replies reach one of them. */
async function otherVpcs({ reads, flow, settings }: CheckMeans): Promise<Finding[]> {
  const networkVpc = flow.network.vpc?.resourceId;
  if (networkVpc === undefined) return [];
  const [vpc, peerings] = await Promise.all([reads.vpc(flow), reads.peeringsFrom(networkVpc, flow)]);
  return peerings
    .filter((peering) => isLive(peering) && peering.accepter.vpcId !== settings.vpcId)
    .flatMap(({ id, accepter }): Finding[] => {
      const hits = overlapping(accepter.cidrs, vpc.cidrs);
      if (hits.length === 0) return [];
      return [
        {
          code: 'vpcs_same_cidr',
          severity: 'warning',
          summary: `${accepter.vpcId} is connected to the same network and has the same addresses (${hits.join(', ')}): replies to them reach one of the two VPCs only.`,
          evidence: `${id}: ${accepter.vpcId} has ${accepter.cidrs.join(', ')}, ${vpc.id} has ${vpc.cidrs.join(', ')}`,
          fix: {
            text: 'Connect one of the two, or let clients start from addresses that only one of them has.',
          },
        },
      ];
    });
}

function farEnd({ requester, accepter }: VpcPeering, vpcId: string): PeeringEnd {
  return accepter.vpcId === vpcId ? requester : accepter;
}

function overlapping(blocks: readonly Cidr[], others: readonly Cidr[]): Cidr[] {
  return blocks.filter((block) => others.some((other) => other.overlaps(block)));
}
