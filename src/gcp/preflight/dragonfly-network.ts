import { isSameNetwork, networkPath } from '../compute/links.js';
import type { Check } from './check.js';

/** The Dragonfly network works, says which VPC network it is, and is not the customer's own one. */
export const checkDragonflyNetwork: Check = async ({ flow: { network }, finder, settings }) => {
  const { id, status, vpc } = network;
  if (status !== 'active') {
    return [
      {
        code: 'network_not_active',
        severity: 'error',
        summary: `Network ${id} is ${status}, not active.`,
        evidence: `status ${status}`,
        fix: {
          text: 'Wait until it is active, or create it anew when it has failed.',
          command: `dfcloud networks wait ${id} --for active`,
        },
      },
    ];
  }
  if (!vpc || !finder.otherEnd) {
    return [
      {
        code: 'network_without_vpc',
        severity: 'error',
        summary: `Dragonfly does not say which project and VPC network ${id} is in, so there is nothing to peer with.`,
        evidence: 'vpc is missing',
        fix: { text: 'Look at the network again in a moment.', command: `dfcloud networks get ${id}` },
      },
    ];
  }
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
