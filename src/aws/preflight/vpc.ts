import type { Finding } from '../../peering/finding.js';
import type { Check } from './check.js';

/** The VPC is there, is not the network's own one, and its region is the network's or told. */
export const checkVpc: Check = async ({ flow: { network, ...context }, settings, reads }) => {
  const vpc = await reads.vpc(context);
  const findings: Finding[] = [];
  if (network.vpc?.resourceId === vpc.id) {
    findings.push({
      code: 'same_vpc',
      severity: 'error',
      summary: `${vpc.id} is the network's own VPC; a VPC cannot be peered with itself.`,
      evidence: `network ${network.id} is in ${network.vpc.resourceId} of account ${network.vpc.accountId}`,
      fix: { text: 'Name the VPC that your clients run in.' },
    });
  }
  if (network.location.region !== settings.region) {
    findings.push({
      code: 'cross_region',
      severity: 'info',
      summary: `The VPC is in ${settings.region} and the network in ${network.location.region}: traffic between regions is slower and is charged.`,
      evidence: `${vpc.id} in ${settings.region}`,
      fix: { text: 'Nothing has to be done. Rules of security groups cannot name groups of the other side.' },
    });
  }
  return findings;
};
