import type { Cidr } from './cidr.js';
import { localAddressesPlace, peeringPlace, remoteAddressesPlace } from './crossing-places.js';
import { firstPacketLayers, replyLayers } from './filter-places.js';
import type { Section } from './journey.js';
import type { Protocol } from './match.js';
import type { Piece } from './piece.js';
import { ALL_PORTS, type PortRange } from './port-range.js';
import { routingPlace } from './routing-place.js';
import { type PathSnapshot, sourceOf } from './snapshot.js';
import { survey } from './survey.js';

/** Connections that the far side opens to the customer. */
export interface ExposureRequest {
  /** The id of the source in the snapshot: here the one that is reached. */
  readonly sourceId: string;
  /**
   * The far addresses that connections come from.
   *
   * @default all of the far network
   */
  readonly remote?: readonly Cidr[];
  /**
   * The ports at the customer's end.
   *
   * @default 0 to 65535
   */
  readonly localPorts?: readonly PortRange[];
  /**
   * The ports that clients at the far side open connections from.
   *
   * @default 1024 to 65535
   */
  readonly ephemeral?: PortRange;
  /**
   * What the connections speak.
   *
   * @default 'tcp'
   */
  readonly protocol?: Protocol;
}

/**
 * What the far side can reach: the trace backwards, over the filters on the way in, with replies that need a route
 * back through the peering. The far side's own filters count as open: they are its to change. The pieces do not overlap
 * and together hold everything that was asked. Throws `RangeError` as `trace` does.
 */
export function exposure(snapshot: PathSnapshot, request: ExposureRequest): Piece[] {
  const { sourceId, remote = snapshot.remote.cidrs, localPorts = [ALL_PORTS], protocol = 'tcp' } = request;
  const source = sourceOf(snapshot, sourceId);
  const sections: Section[] = [
    [peeringPlace(snapshot.peering, 'first'), remoteAddressesPlace(snapshot.remote, 'first')],
    [localAddressesPlace(snapshot, 'first')],
    firstPacketLayers(source.in, protocol, 'filter_in'),
    [routingPlace(source, snapshot.peering, 'reply')],
    replyLayers(source.out, protocol),
  ];
  const remotePorts = [request.ephemeral ?? EPHEMERAL];
  return survey({ source, remote, localPorts, remotePorts, protocol }, sections);
}

const EPHEMERAL: PortRange = { from: 1024, to: 65_535 };
