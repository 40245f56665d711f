import type { VpcPeering } from './ec2/model.js';

/** What a state of a peering means for the acceptor. */
export type PeeringPhase = 'appearing' | 'acceptable' | 'settling' | 'active' | 'dead' | 'unknown';

/** The phase of a state. Source of the list: the VPC peering guide, "VPC peering connection lifecycle". */
export function phaseOf({ status }: VpcPeering): PeeringPhase {
  switch (status) {
    case 'initiating-request':
      return 'appearing';
    case 'pending-acceptance':
      return 'acceptable';
    case 'provisioning':
      return 'settling';
    case 'active':
      return 'active';
    case 'deleting':
    case 'deleted':
    case 'rejected':
    case 'expired':
    case 'failed':
      return 'dead';
    default:
      return 'unknown';
  }
}

/** True when the peering works or may still come to work. */
export function isLive(peering: VpcPeering): boolean {
  return phaseOf(peering) !== 'dead';
}

/** What to do about a dead one, in words; the connection has to be made anew in each case. */
export function deadFix({ status }: VpcPeering, connectionId: string | undefined): string {
  const why = WHY[status] ?? '';
  const id = connectionId ?? '<connection>';
  return `${why}Delete the connection (dfcloud connections delete ${id}) and run this again: it asks for a new peering.`;
}

const WHY: Readonly<Record<string, string>> = {
  expired: 'A request lapses when nobody accepts it for 7 days. ',
  rejected: 'Somebody in your account rejected the request; find out why first. ',
  failed: 'AWS found overlapping CIDRs, or a wrong VPC id or account id. ',
  deleted: 'One of the two sides deleted the peering; it cannot be revived. ',
  deleting: 'One of the two sides is deleting the peering; it cannot be revived. ',
};
