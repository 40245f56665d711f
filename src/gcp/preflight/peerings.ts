import type { Check } from './check.js';

/** Peerings per network: the default quota. */
const PEERINGS_DEFAULT = 25;

/** The network has room for one more peering. */
export const checkPeerings: Check = async ({ reads, flow, finder, settings }) => {
  const [{ peerings }, found] = await Promise.all([reads.network(flow), finder.find(flow)]);
  if (peerings.length < PEERINGS_DEFAULT || found.kind === 'found') return [];
  const { network, projectId } = settings;
  return [
    {
      code: 'peerings_quota',
      // The quota may have been raised; Google says so only when one more is added.
      severity: 'warning',
      summary: `${network} has ${peerings.length} peerings; Google allows ${PEERINGS_DEFAULT} unless it was asked for more.`,
      evidence: `${peerings.length} peerings, quota PEERINGS_PER_NETWORK`,
      fix: {
        text: 'Remove peerings that are not needed, or ask for a higher quota: https://console.cloud.google.com/iam-admin/quotas',
        command: `gcloud compute networks peerings list --network=${network} --project=${projectId}`,
      },
    },
  ];
};
