import { sameResource } from '../ids.js';
import { findRemote } from '../remote.js';
import { VENDOR_APP_ID, VENDOR_TENANT_ID } from '../vendor.js';
import type { Check } from './check.js';

/** The other end is Dragonfly's or the customer's own, and not this virtual network; roles would go to nobody else. */
export const checkRemote: Check = async (means) => {
  const { flow, names, reads } = means;
  const [remote, vendor] = await Promise.all([findRemote(means, flow), reads.vendorPrincipal(flow)]);
  if (remote.kind === 'refused') {
    return [
      {
        code: 'remote_not_trusted',
        severity: 'error',
        summary: `The other end cannot be trusted: ${remote.why}. Nothing is granted, and nothing is peered.`,
        evidence: remote.why,
        fix: {
          text: 'Tell the support of Dragonfly Cloud.',
          command: `dfcloud networks get ${flow.network.id}`,
        },
      },
    ];
  }
  if (remote.kind === 'trusted' && sameResource(remote.vnetId, names.vnetId)) {
    return [
      {
        code: 'same_vnet',
        severity: 'error',
        summary: `${names.vnetId} is the network's own virtual network; it cannot be peered with itself.`,
        evidence: `network ${flow.network.id} is ${remote.vnetId}`,
        fix: { text: 'Name the virtual network that your clients run in.' },
      },
    ];
  }
  if (!vendor || vendor.ownerTenantId === VENDOR_TENANT_ID) return [];
  return [
    {
      code: 'vendor_not_trusted',
      severity: 'error',
      summary: `Application ${VENDOR_APP_ID} belongs to tenant ${vendor.ownerTenantId ?? 'that is not shown'}, not to Dragonfly's, ${VENDOR_TENANT_ID}; it gets no role.`,
      evidence: `service principal ${vendor.id} (${vendor.displayName})`,
      fix: { text: 'Tell the support of Dragonfly Cloud.' },
    },
  ];
};
