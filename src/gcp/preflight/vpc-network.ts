import { cidr } from '../../path/cidr.js';
import type { Finding } from '../../peering/finding.js';
import type { Network } from '../compute/model.js';
import type { Check, CheckMeans } from './check.js';

/** Out of which auto mode networks get their subnets, one for each region, also for regions to come. */
const AUTO_MODE_RANGE = cidr('10.128.0.0/9');

/** The customer's network can be peered at all; its mode; its largest packets. */
export const checkVpcNetwork: Check = async (means) => {
  const network = await means.reads.network(means.flow);
  const found = await means.finder.find(means.flow);
  const peerMtu = found.kind === 'found' ? found.peering.peerMtu : undefined;
  return [...legacy(network), ...autoMode(network, means), ...mtu(network, peerMtu)];
};

function legacy({ name, projectId, legacyRange }: Network): Finding[] {
  if (legacyRange === undefined) return [];
  return [
    {
      code: 'legacy_network',
      severity: 'error',
      summary: `${name} is a legacy network; Google peers VPC networks only.`,
      evidence: `IPv4Range ${legacyRange}, no subnets`,
      fix: {
        text: 'Move your clients to a VPC network, or convert it where Google offers that.',
        command: `gcloud compute networks list --project=${projectId}`,
      },
    },
  ];
}

function autoMode({ name, projectId, autoMode: isAuto }: Network, { remote }: CheckMeans): Finding[] {
  const inside = remote.filter((block) => AUTO_MODE_RANGE.overlaps(block));
  if (!isAuto || inside.length === 0) return [];
  return [
    {
      code: 'auto_mode_range',
      severity: 'warning',
      summary: `${name} is an auto mode network, and the network's CIDR ${inside.join(', ')} lies in ${AUTO_MODE_RANGE}, out of which Google makes its subnets: one for a new region may collide with it.`,
      evidence: `autoCreateSubnetworks is true for ${name}`,
      fix: {
        text: 'Create a Dragonfly network with a CIDR outside of it, or turn auto mode off, which cannot be undone and keeps the subnets.',
        command: `gcloud compute networks update ${name} --project=${projectId} --switch-to-custom-subnet-mode`,
      },
    },
  ];
}

/** Google's default. */
const DEFAULT_MTU = 1460;

/** TCP usually adapts to the smaller packets; large handshakes may still stall. */
function mtu({ name, projectId, mtu: own }: Network, peerMtu: number | undefined): Finding[] {
  if (own === peerMtu || (peerMtu === undefined && own <= DEFAULT_MTU)) return [];
  const evidence = `mtu ${own}, peerMtu ${peerMtu ?? 'not shown'}`;
  if (peerMtu === undefined) {
    return [
      {
        code: 'mtu_unknown',
        severity: 'info',
        summary: `Packets of ${name} may have ${own} bytes; Google does not show how many the other network takes, whose default is ${DEFAULT_MTU}.`,
        evidence,
        fix: { text: 'Nothing has to be done, unless large answers or TLS handshakes stall.' },
      },
    ];
  }
  return [
    {
      code: 'mtu_differs',
      severity: 'warning',
      summary: `Packets of ${name} may have ${own} bytes, those of the other network ${peerMtu}: larger ones get lost, which stalls large answers and TLS handshakes.`,
      evidence,
      fix: {
        text: 'Give both the same MTU; VMs take a new one after a restart.',
        command: `gcloud compute networks update ${name} --project=${projectId} --mtu=${peerMtu}`,
      },
    },
  ];
}
