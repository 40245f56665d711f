import type { Finding } from '../../peering/finding.js';
import { sameResource } from '../ids.js';
import { remoteVnetId } from '../remote.js';
import type { Check } from './check.js';

/** Peerings per virtual network, and the most with Azure Virtual Network Manager. Source: Azure networking limits. */
const PEERINGS_DEFAULT = 500;
const PEERINGS_MOST = 1_000;

/** There is room for one more peering, and no other one uses remote gateways where this one is to. */
export const checkPeerings: Check = async ({ flow, reads, settings }) => {
  const vnet = await reads.vnet(flow);
  const ours = remoteVnetId(flow.network);
  const others = vnet.peerings.filter((peering) => !sameResource(peering.remoteVnetId, ours));
  const findings: Finding[] = [];
  if (others.length === vnet.peerings.length && others.length >= PEERINGS_DEFAULT) {
    findings.push({
      code: 'peerings_limit',
      severity: others.length >= PEERINGS_MOST ? 'error' : 'warning',
      summary: `${vnet.name} has ${others.length} peerings; Azure allows ${PEERINGS_DEFAULT}, and ${PEERINGS_MOST} with a network manager.`,
      evidence: `${others.length} peerings`,
      fix: {
        text: 'Delete peerings that are not needed.',
        command: `az network vnet peering list --subscription ${settings.subscriptionId} --resource-group ${settings.resourceGroup} --vnet-name ${settings.vnetName} --output table`,
      },
    });
  }
  const rival = settings.useRemoteGateways && others.find(({ useRemoteGateways }) => useRemoteGateways);
  if (rival) {
    findings.push({
      code: 'remote_gateways_taken',
      severity: 'error',
      summary: `useRemoteGateways is set, and ${rival.name} uses those of ${rival.remoteVnetId} already; Azure allows one.`,
      evidence: rival.id,
      fix: { text: 'Leave useRemoteGateways out: datastores are reached without it.' },
    });
  }
  return findings;
};
