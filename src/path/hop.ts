import type { PassedOver } from './filter.js';

/** One place on the way that had a say, and what it said. */
export interface Hop {
  /** What kind of place it is. */
  readonly kind: 'source' | 'route' | 'filter' | 'peering' | 'far-side';
  /** Which packet was asked about: the one that opens the connection, or the reply to it. */
  readonly packet: 'first' | 'reply';
  /** The id of the place: the source, the route table (all of them when none has a route), the filter layer, the peering, the far network. */
  readonly at: string;
  /** The id of the route or rule that decided; left out when none matched and the place's default did. */
  readonly by?: string;
  /** `goes-on`, `stops`, or `unseen` when what happens there cannot be known from here. */
  readonly effect: 'goes-on' | 'stops' | 'unseen';
  /** The decision in words. */
  readonly why: string;
  /** Rules and routes that would have helped but do not apply, and why. Only on a hop that stops. */
  readonly passedOver?: readonly PassedOver[];
}

/**
 * Why packets stop, or why nobody can say:
 *
 * - `address_family`: the source has no address of the destination's family
 * - `no_route`: no route for the destination
 * - `route_elsewhere`: the winning route leads to something other than this peering
 * - `route_local`: the destination lies in the customer's own addresses
 * - `route_unknown`: the winning route, or where it leads, could not be read
 * - `blackhole`: the winning route's target takes no packets, or drops them on purpose
 * - `appliance`: the winning route leads to a machine that may or may not forward
 * - `peering_down`: the peering carries nothing in its present state
 * - `not_remote`: the peering does not carry this destination
 * - `snat`: the packets leave with a source address that the peering does not carry
 * - `no_way_back`: the far side has no route back to the source address
 * - `filter_out`: a filter stops the packet that opens the connection, on the way out
 * - `filter_in`: a filter stops the packet that opens the connection, on the way in
 * - `filter_return`: a stateless filter stops the reply (ephemeral ports)
 * - `far_side_unknown`: everything on this side passes; what the far side does is not visible
 */
export type StopCode =
  | 'address_family'
  | 'no_route'
  | 'route_elsewhere'
  | 'route_local'
  | 'route_unknown'
  | 'blackhole'
  | 'appliance'
  | 'peering_down'
  | 'not_remote'
  | 'snat'
  | 'no_way_back'
  | 'filter_out'
  | 'filter_in'
  | 'filter_return'
  | 'far_side_unknown';

/** The one reason why a piece does not pass. */
export interface StopCause {
  /** What kind of reason it is. */
  readonly code: StopCode;
  /** The hop where the packets stop; the last one of the piece's hops. */
  readonly hop: Hop;
}

/** Whether packets that meet this are surely lost, or nobody can tell from here. */
export function outcomeOf(code: StopCode): 'blocked' | 'unknown' {
  return UNSEEN.has(code) ? 'unknown' : 'blocked';
}

const UNSEEN: ReadonlySet<StopCode> = new Set(['route_unknown', 'appliance', 'far_side_unknown']);
