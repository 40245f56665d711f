import type { Cidr } from './cidr.js';
import type { FilterLayer } from './filter.js';
import type { RouteStage } from './route.js';
import type { Tri } from './tri.js';

/** One side's cloud configuration around one peering, as the path model wants it. Each cloud's adapter makes one. */
export interface PathSnapshot {
  /** The customer's cloud. */
  readonly provider: 'aws' | 'gcp' | 'azure';
  /** The customer's network, and the addresses of it that the peering carries. */
  readonly local: NetworkSide;
  /** The peering between the two. */
  readonly peering: Peering;
  /** What packets can start from: one per subnet and set of filters. */
  readonly sources: readonly Source[];
  /** The network at the far end. */
  readonly remote: RemoteSide;
  /** What could not be read. The parts of the model that hang on it say `maybe`. */
  readonly gaps: readonly Gap[];
}

/** A network at one end of the peering. */
export interface NetworkSide {
  /** The cloud's own id of the network. */
  readonly id: string;
  /** The addresses that the peering carries for this side; packets from or to others do not cross. */
  readonly cidrs: readonly Cidr[];
}

/** The peering between the customer's network and the far one. */
export interface Peering {
  /** The cloud's own id or name; routes that lead here name it in their target. */
  readonly id: string;
  /** The state in the cloud's own word. */
  readonly state: string;
  /** Whether packets cross it in this state. */
  readonly up: Tri;
}

/** The network at the far end. */
export interface RemoteSide extends NetworkSide {
  /** Which of the customer's addresses the far side sends replies to. */
  readonly back: WayBack;
}

/**
 * The way back: exchanged by the platform along with the peering (GCP, Azure), read from the far side's own route
 * tables, or not visible from here.
 */
export type WayBack =
  | { readonly kind: 'exchanged' | 'read'; readonly cidrs: readonly Cidr[] }
  | { readonly kind: 'unknown' };

/** What a packet can start from: the addresses of a subnet, under one set of filters. */
export interface Source {
  /** Unique in the snapshot. */
  readonly id: string;
  /** The cloud's own id of the subnet. */
  readonly subnetId?: string;
  /** The addresses that packets carry when they leave, so after any SNAT. */
  readonly cidrs: readonly Cidr[];
  /** The routes, in the order in which the stages are asked. */
  readonly routing: readonly RouteStage[];
  /** The filters that packets from here to the far side run through, in order. */
  readonly out: readonly FilterLayer[];
  /** The filters that packets from the far side to here run through, in order. */
  readonly in: readonly FilterLayer[];
}

/** Something that could not be read. */
export interface Gap {
  /** What, in words: `the network ACLs of vpc-0a1b`. */
  readonly what: string;
  /** The permission that was missing, in the cloud's own word. */
  readonly permission?: string;
  /** The ids of the sources that hang on it; all of them when left out. */
  readonly sources?: readonly string[];
}

/** The source with this id. Throws `RangeError` when the snapshot has none. */
export function sourceOf(snapshot: PathSnapshot, sourceId: string): Source {
  const source = snapshot.sources.find(({ id }) => id === sourceId);
  if (source) return source;
  const known = snapshot.sources.map(({ id }) => id).join(', ') || 'none';
  throw new RangeError(`source ${sourceId} is not in the snapshot; it has: ${known}`);
}
