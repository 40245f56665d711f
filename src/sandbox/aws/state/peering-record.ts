import type { Owned } from './records.js';

/** The states of a VPC peering connection. */
export type PeeringStatus =
  | 'initiating-request'
  | 'pending-acceptance'
  | 'provisioning'
  | 'active'
  | 'deleting'
  | 'deleted'
  | 'rejected'
  | 'failed'
  | 'expired';

/** One side of a VPC peering connection. */
export interface PeeringParty {
  readonly ownerId: string;
  readonly vpcId: string;
  readonly region: string;
  /** Set by this side's owner: the other VPC's names resolve to private addresses. */
  allowDnsResolutionFromRemoteVpc: boolean;
}

/** A VPC peering connection. Each account and region sees its own tags, so `tags` is not used. */
export interface VpcPeeringConnection extends Owned {
  readonly requester: PeeringParty;
  readonly accepter: PeeringParty;
  status: PeeringStatus;
  message: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  /** When it was deleted, rejected, failed or expired. */
  endedAtMs: number | undefined;
  /** The account that ended it. */
  endedBy: string | undefined;
  /** Tags by account and region, `111122223333/us-east-1`. */
  readonly tagsBySide: Map<string, Map<string, string>>;
}
