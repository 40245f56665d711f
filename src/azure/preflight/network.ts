import type { Check } from './check.js';

/** The Dragonfly network works and says which virtual network it is. */
export const checkNetwork: Check = async ({ flow: { network } }) => {
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
  if (vpc) return [];
  return [
    {
      code: 'network_without_vpc',
      severity: 'error',
      summary: `Dragonfly does not say which virtual network of Azure network ${id} is, so there is nothing to peer with.`,
      evidence: 'vpc is missing',
      fix: { text: 'Look at the network again in a moment.', command: `dfcloud networks get ${id}` },
    },
  ];
};
