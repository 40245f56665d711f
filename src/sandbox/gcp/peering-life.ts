import type { Scheduler } from '../clock.js';
import type { GcpConsistencyState } from './consistency.js';
import { peeringConflict } from './peering-conflict.js';
import { peeringsView } from './peering-view.js';
import type { GcpWorld } from './state/gcp-world.js';
import type { Network, PeeringHalf, TrafficOptions } from './state/records.js';
import { GcpError } from './wire/gcp-error.js';

/** What a half is made of. */
export type NewHalf = Pick<PeeringHalf, 'name' | 'peer' | 'updateStrategy' | 'options'>;

/** What happened to a half of a peering, by whichever side. */
export interface HalfChange {
  readonly network: Network;
  readonly half: PeeringHalf;
  /** `disconnected`: the other side is gone; `removed`: this half itself. */
  readonly what: 'connected' | 'disconnected' | 'removed';
}

/** stateDetails as recorded; those marked so are ours, since nobody has seen Google's words. */
const WAITING = 'Waiting for peer network to connect.';
const CONNECTED = 'Connected.';
const REFUSED = 'Peer network tried to connect and failed.';
const OURS_LEFT = 'Peer network removed its peering.';
const OURS_MODES = 'Peer network uses another update strategy.';

/** The options of a peering of which nothing was said. */
export const DEFAULT_TRAFFIC: TrafficOptions = {
  exportCustomRoutes: false,
  importCustomRoutes: false,
  exportSubnetRoutesWithPublicIp: true,
  importSubnetRoutesWithPublicIp: false,
  stackType: 'IPV4_ONLY',
};

/** The states that the two halves of a peering go through, from whichever side they are moved. */
export class PeeringLife {
  readonly #world: GcpWorld;
  readonly #clock: Scheduler;
  readonly #consistency: GcpConsistencyState;
  readonly #listeners: ((change: HalfChange) => void)[] = [];

  constructor(world: GcpWorld, clock: Scheduler, consistency: GcpConsistencyState) {
    this.#world = world;
    this.#clock = clock;
    this.#consistency = consistency;
  }

  /** Calls `listener` when a half became active, or ceased to be. */
  onChange(listener: (change: HalfChange) => void): void {
    this.#listeners.push(listener);
  }

  /**
   * Adds a half, and connects it where the other one is there already.
   * @throws {GcpError} when the networks cannot be connected; the other half then says that it was tried.
   */
  add(network: Network, made: NewHalf): PeeringHalf {
    const half: PeeringHalf = {
      ...made,
      effective: made.options,
      state: 'INACTIVE',
      details: WAITING,
      detailsAtMs: this.#clock.now(),
      deletion: 'none',
    };
    const peer = this.#world.networks.get(made.peer);
    const other = peer && halfTowards(peer, network.path);
    if (peer && other) this.#checkConnectable(network, peer, other);
    this.#remember(network);
    network.peerings = [...network.peerings, half];
    if (peer && other) this.#meet(network, half, peer, other);
    return half;
  }

  /** Takes a half away; the other one is left inactive. */
  remove(network: Network, half: PeeringHalf): void {
    this.#remember(network);
    network.peerings = network.peerings.filter((one) => one !== half);
    this.#tell({ network, half, what: 'removed' });
    const peer = this.#world.networks.get(half.peer);
    const other = peer && halfTowards(peer, network.path);
    if (peer && other) this.disconnect(peer, other);
  }

  /** An active half has lost the other one. */
  disconnect(network: Network, half: PeeringHalf): void {
    if (half.state !== 'ACTIVE') return;
    this.#move(network, half, 'INACTIVE', OURS_LEFT);
    this.#tell({ network, half, what: 'disconnected' });
  }

  /** Makes a half active whatever the other side is: Dragonfly's towards a network that nobody has made here. */
  activate(network: Network, half: PeeringHalf): void {
    if (half.state === 'ACTIVE') return;
    this.#move(network, half, 'ACTIVE', CONNECTED);
    this.#tell({ network, half, what: 'connected' });
  }

  /** Changes what is asked for; in CONSENSUS mode it holds when both sides ask for the matching thing. */
  update(network: Network, half: PeeringHalf, options: TrafficOptions): void {
    this.#remember(network);
    half.options = options;
    const other = this.other(network, half);
    if (half.updateStrategy !== 'CONSENSUS') half.effective = options;
    else if (other && agree(half.options, other.options)) {
      half.effective = half.options;
      other.effective = other.options;
    }
  }

  /** Says, in CONSENSUS mode, that this side wants the peering deleted, or no longer does. */
  speakOfDeletion(half: PeeringHalf, network: Network, word: 'requested' | 'cancelled'): void {
    this.#remember(network);
    half.deletion = word;
    const other = this.other(network, half);
    // A request that was taken back by all who made it is as if there had been none.
    if (word === 'cancelled' && other?.deletion !== 'requested') {
      half.deletion = 'none';
      if (other) other.deletion = 'none';
    }
  }

  /** The half on the other side; undefined when there is none. */
  other(network: Network, { peer }: PeeringHalf): PeeringHalf | undefined {
    const there = this.#world.networks.get(peer);
    return there && halfTowards(there, network.path);
  }

  #checkConnectable(network: Network, peer: Network, other: PeeringHalf): void {
    const conflict = peeringConflict(this.#world, network, peer);
    if (conflict === undefined) return;
    this.#move(peer, other, 'INACTIVE', REFUSED);
    throw new GcpError(400, 'badRequest', conflict);
  }

  #meet(network: Network, half: PeeringHalf, peer: Network, other: PeeringHalf): void {
    if (half.updateStrategy !== other.updateStrategy) {
      this.#move(network, half, 'INACTIVE', OURS_MODES);
      this.#move(peer, other, 'INACTIVE', OURS_MODES);
      return;
    }
    this.#move(network, half, 'ACTIVE', CONNECTED);
    this.#move(peer, other, 'ACTIVE', CONNECTED);
    this.#tell({ network: peer, half: other, what: 'connected' });
    this.#tell({ network, half, what: 'connected' });
  }

  #move(network: Network, half: PeeringHalf, state: PeeringHalf['state'], details: string): void {
    this.#remember(network);
    Object.assign(half, { state, details, detailsAtMs: this.#clock.now() });
  }

  #remember(network: Network): void {
    this.#consistency.peeringsChanged(network.path, peeringsView(this.#world, network));
  }

  #tell(change: HalfChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}

/** A network's half of its peering with another network. */
export function halfTowards({ peerings }: Network, peer: string): PeeringHalf | undefined {
  return peerings.find((half) => half.peer === peer);
}

/** What one side exports the other has to import, and the other way round. */
function agree(ours: TrafficOptions, theirs: TrafficOptions): boolean {
  return (
    ours.exportCustomRoutes === theirs.importCustomRoutes &&
    ours.importCustomRoutes === theirs.exportCustomRoutes &&
    ours.exportSubnetRoutesWithPublicIp === theirs.importSubnetRoutesWithPublicIp &&
    ours.importSubnetRoutesWithPublicIp === theirs.exportSubnetRoutesWithPublicIp &&
    ours.stackType === theirs.stackType
  );
}
