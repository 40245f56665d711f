import type { Cidr } from '../../path/cidr.js';
import { nextFreeBlock } from '../../path/free-block.js';
import { RFC1918 } from '../../path/ranges.js';
import type { Finding } from '../../peering/finding.js';
import type { Vnet, VnetPeering } from '../arm/model.js';
import { sameResource } from '../ids.js';
import { remoteVnetId } from '../remote.js';
import { type Check, networkBlocks, overlapping } from './check.js';

/** Neither the virtual network nor one that it is peered with has addresses of the network: Azure refuses both. */
export const checkAddresses: Check = async ({ flow, reads }) => {
  const vnet = await reads.vnet(flow);
  const remote = networkBlocks(flow);
  const ours = remoteVnetId(flow.network);
  const others = vnet.peerings.filter((peering) => !sameResource(peering.remoteVnetId, ours));
  const free = freeBlock(vnet, remote);
  return [
    ...ownOverlap(vnet, remote, free),
    ...others.flatMap((peering) => thirdOverlap(vnet, peering, remote, free)),
  ];
};

function ownOverlap(vnet: Vnet, remote: readonly Cidr[], free: Cidr | undefined): Finding[] {
  const hits = overlapping(vnet.prefixes, remote);
  if (hits.length === 0) return [];
  return [
    {
      code: 'cidr_overlap',
      severity: 'error',
      summary: `The network's CIDR ${remote.join(', ')} overlaps ${hits.join(', ')} of ${vnet.name}; Azure refuses such a peering.`,
      evidence: `${vnet.name} has ${vnet.prefixes.join(', ')}`,
      fix: otherCidr(free),
    },
  ];
}

function thirdOverlap(
  vnet: Vnet,
  peering: VnetPeering,
  remote: readonly Cidr[],
  free: Cidr | undefined,
): Finding[] {
  const hits = overlapping([...peering.remotePrefixes, ...peering.remoteVnetPrefixes], remote);
  if (hits.length === 0) return [];
  const blocks = [...new Set(hits.map(String))].join(', ');
  return [
    {
      code: 'peer_overlap',
      severity: 'error',
      summary: `${vnet.name} is already peered with ${peering.remoteVnetId}, which has ${blocks}; Azure refuses a second peer with addresses of ${remote.join(', ')}.`,
      evidence: `${peering.name} is ${peering.state}`,
      fix: {
        text: `Delete that peering if it is not needed, or: ${otherCidr(free).text}`,
        command: `az network vnet peering delete --ids ${peering.id}`,
      },
    },
  ];
}

function otherCidr(free: Cidr | undefined): Finding['fix'] {
  const suggestion = free ? ` ${free} is free in your virtual network and its peers.` : '';
  return {
    text: `Create a network with another CIDR; it cannot be changed.${suggestion}`,
    ...(free && { command: `dfcloud networks create --cidr ${free}` }),
  };
}

/** A block of the network's size that nothing around the virtual network uses. */
function freeBlock({ prefixes, peerings }: Vnet, remote: readonly Cidr[]): Cidr | undefined {
  const peered = peerings.flatMap(({ remotePrefixes, remoteVnetPrefixes }) => [
    ...remotePrefixes,
    ...remoteVnetPrefixes,
  ]);
  const avoid = [...prefixes, ...peered, ...remote];
  return nextFreeBlock({ prefix: remote[0]?.prefix ?? 24, pools: RFC1918, avoid });
}
