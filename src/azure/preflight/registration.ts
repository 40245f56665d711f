import type { Finding } from '../../peering/finding.js';
import { isRefusal } from '../rest/refusal.js';
import type { Check } from './check.js';

const NAMESPACE = 'Microsoft.Network';

/** The subscription may use the network services of Azure. Not everybody may see that. */
export const checkRegistration: Check = async ({ clients, flow, settings }) => {
  const { subscriptionId } = settings;
  let state: string;
  try {
    state = await clients.arm.registration(subscriptionId, NAMESPACE, flow);
  } catch (error) {
    if (isRefusal(error, 'AuthorizationFailed')) return [];
    throw error;
  }
  if (state.toLowerCase() === 'registered') return [];
  const finding: Finding = {
    code: 'provider_not_registered',
    severity: state.toLowerCase() === 'registering' ? 'warning' : 'error',
    summary: `Subscription ${subscriptionId} is not registered for ${NAMESPACE} (${state}); Azure refuses to make anything of it.`,
    evidence: `${NAMESPACE}: ${state}`,
    fix: {
      text: 'Register it, and wait until it says Registered.',
      command: `az provider register --subscription ${subscriptionId} --namespace ${NAMESPACE} --wait`,
    },
  };
  return [finding];
};
