import type { PeeringParty, VpcPeeringConnection } from './peering-record.js';

type Viewer = { readonly accountId: string; readonly region: string };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** True when this account owns that side and looks in the side's region. */
export function isParty(party: PeeringParty, viewer: Viewer): boolean {
  return party.ownerId === viewer.accountId && party.region === viewer.region;
}

/**
 * Whether an account sees a peering connection in a region. An ended one stays visible for a while (VPC Peering Guide):
 * failed 2 hours for the requester only; expired 2 days for both; rejected 2 days for the requester and 2 hours for the
 * accepter; deleted 2 hours for who deleted it and 2 days for the other; within one account always 2 hours.
 */
export function peeringIsVisible(pcx: VpcPeeringConnection, viewer: Viewer, nowMs: number): boolean {
  const asRequester = isParty(pcx.requester, viewer);
  if (!asRequester && !isParty(pcx.accepter, viewer)) return false;
  // The request has not reached the accepter yet, and never does when it fails.
  if (pcx.status === 'initiating-request' || pcx.status === 'failed') {
    if (!asRequester) return false;
  }
  if (pcx.endedAtMs === undefined) return true;
  return nowMs < pcx.endedAtMs + visibleForMs(pcx, asRequester, viewer.accountId);
}

function visibleForMs(pcx: VpcPeeringConnection, asRequester: boolean, accountId: string): number {
  const oneAccount = pcx.requester.ownerId === pcx.accepter.ownerId;
  switch (pcx.status) {
    case 'expired':
      return 2 * DAY_MS;
    case 'rejected':
      return asRequester && !oneAccount ? 2 * DAY_MS : 2 * HOUR_MS;
    case 'deleted':
      return pcx.endedBy === accountId || oneAccount ? 2 * HOUR_MS : 2 * DAY_MS;
    default:
      return 2 * HOUR_MS;
  }
}
