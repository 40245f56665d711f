import { networkFindings } from '../../peering/preflight/network-findings.js';
import { isSameNetwork, networkPath } from '../compute/links.js';
import type { Check } from './check.js';

/** The Dragonfly network works, says which VPC network it is, and is not the customer's own one. */
export const checkDragonflyNetwork: Check = async ({ flow: { network }, finder, settings }) => {
  const { id } = network;
  const unnamed = `Dragonfly does not say which project and VPC network ${id} is in, so there is nothing to peer with.`;
  const findings = networkFindings(network, unnamed);
  if (findings.length > 0 || !finder.otherEnd) return findings;
  if (!isSameNetwork(finder.otherEnd, { projectId: settings.projectId, name: settings.network })) return [];
  return [
    {
      code: 'same_vpc',
      severity: 'error',
      summary: `${settings.network} is the network's own VPC network; it cannot be peered with itself.`,
      evidence: `network ${id} is ${networkPath(finder.otherEnd)}`,
      fix: { text: 'Name the VPC network that your clients run in.' },
    },
  ];
};
