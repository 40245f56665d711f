import type { Network } from '../../resources/network.js';
import type { Finding } from '../finding.js';

/** Why the Dragonfly network cannot be peered with; `unnamed` says what it means that its VPC is not named. */
export function networkFindings({ id, status, vpc }: Network, unnamed: string): Finding[] {
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
      summary: unnamed,
      evidence: 'vpc is missing',
      fix: { text: 'Look at the network again in a moment.', command: `dfcloud networks get ${id}` },
    },
  ];
}
