import type { Cidr } from './cidr.js';
import { farSidePlace, localAddressesPlace, peeringPlace, remoteAddressesPlace } from './crossing-places.js';
import { firstPacketLayers, replyLayers } from './filter-places.js';
import type { Section } from './journey.js';
import type { Protocol } from './match.js';
import type { Piece } from './piece.js';
import type { PortRange } from './port-range.js';
import { routingPlace } from './routing-place.js';
import { type PathSnapshot, sourceOf } from './snapshot.js';
import { survey } from './survey.js';

/** Connections that a source opens to the far side. */
export interface TraceRequest {
  /** The id of the source in the snapshot. */
  readonly sourceId: string;
  /** The far addresses, for example the whole network or the datastore's one address. */
  readonly remote: readonly Cidr[];
  /** The port at the far end. */
  readonly port: number;
  /** The ports that the client's system may open connections from (Linux: 32768 to 60999); replies come back to them. */
  readonly ephemeral: PortRange;
  /**
   * What the connections speak.
   *
   * @default 'tcp'
   */
  readonly protocol?: Protocol;
}

/**
 * Follows connections from a source to all of the asked addresses: routes, filters on the way out, the peering, the
 * way back, stateless filters for the replies. The pieces do not overlap and together hold everything that was asked.
 * Throws `RangeError` for a source that the snapshot does not have, and for ports that are none.
 */
export function trace(snapshot: PathSnapshot, request: TraceRequest): Piece[] {
  const { sourceId, remote, port, ephemeral, protocol = 'tcp' } = request;
  const source = sourceOf(snapshot, sourceId);
  const sections: Section[] = [
    [routingPlace(source, snapshot.peering, 'first')],
    firstPacketLayers(source.out, protocol, 'filter_out'),
    [peeringPlace(snapshot.peering, 'first'), remoteAddressesPlace(snapshot.remote, 'first')],
    [localAddressesPlace(snapshot, 'reply')],
    replyLayers(source.in, protocol),
    snapshot.remote.back.kind === 'unknown' ? [farSidePlace(snapshot)] : [],
  ];
  const remotePorts = [{ from: port, to: port }];
  return survey({ source, remote, localPorts: [ephemeral], remotePorts, protocol }, sections);
}
