import type { Finding } from '../../peering/finding.js';
import type { Check } from './check.js';

/** The virtual network is there and in order, and its region is the network's or told. */
export const checkVnet: Check = async ({ flow, reads, settings }) => {
  const vnet = await reads.vnet(flow);
  const findings: Finding[] = [];
  if (vnet.provisioningState.toLowerCase() === 'failed') {
    findings.push({
      code: 'vnet_failed',
      severity: 'error',
      summary: `${vnet.name} is in state Failed; Azure refuses peerings with it.`,
      evidence: `provisioningState ${vnet.provisioningState}`,
      fix: {
        text: 'Let Azure go over it once more, which repairs most such states.',
        command: `az network vnet update --ids ${vnet.id}`,
      },
    });
  }
  const { region } = flow.network.location;
  if (vnet.location.toLowerCase() !== region.toLowerCase()) {
    findings.push({
      code: 'cross_region',
      severity: 'info',
      summary: `${settings.vnetName} is in ${vnet.location} and the network in ${region}: traffic between regions is slower and is charged.`,
      evidence: `${vnet.id} in ${vnet.location}`,
      fix: { text: 'Nothing has to be done.' },
    });
  }
  return findings;
};
