import type { Peer } from './peer.js';
import type { OrUnknown } from './provider.js';

/** What the API says of a connection's life; `inactive` is the customer's move. */
export type ConnectionStatus = OrUnknown<
  'pending' | 'inactive' | 'active' | 'irrecoverable' | 'failed' | 'deleting' | 'deleted'
>;

/** The peering from a network to a VPC of the customer. */
export interface Connection {
  /** The id. */
  readonly id: string;
  /** Free text. */
  readonly name: string;
  /** The Dragonfly network. */
  readonly networkId: string;
  /** What the API says of its life. */
  readonly status: ConnectionStatus;
  /** Why, in the API's words; mostly on `failed` and `irrecoverable`. */
  readonly statusDetail?: string;
  /** The cloud's own id of the peering (AWS: `pcx-…`); absent while `pending`. */
  readonly peerConnectionId?: string;
  /** The customer's side. */
  readonly peer: Peer;
  /** The answer as it came. */
  readonly raw: Readonly<Record<string, unknown>>;
}

/** What a connection is created with. It cannot be changed afterwards. */
export interface CreateConnectionInput {
  /** Free text, not empty. */
  readonly name: string;
  /** The Dragonfly network. */
  readonly networkId: string;
  /** The customer's side. */
  readonly peer: Peer;
}
