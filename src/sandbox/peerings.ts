import type { WireNetwork } from '../resources/wire.js';
import type { SeededIds } from './random.js';
import { SandboxError } from './sandbox-error.js';
import type { Peering, PeeringSide, Provider, World } from './world.js';

/** One end of a peering: Dragonfly requests, the customer accepts. */
export type PeeringEnd = 'requester' | 'accepter';

/** The double of a cloud, which hears what Dragonfly's double does there, and tells it what the customer does. */
export interface CloudHalf {
  /** A network became active: its VPC exists from now on. */
  networkActive(network: WireNetwork): void;
  /** A network is gone, and its VPC with it. */
  networkGone(network: WireNetwork): void;
  /** The id of the live peering that this pair has already; undefined when a request makes a new one. */
  existing(requester: PeeringSide, accepter: PeeringSide): string | undefined;
  /** Dragonfly asks for a peering. The result says why the cloud refuses. */
  requested(peering: Peering): string | undefined;
  /** The peering became active. */
  accepted(peering: Peering): void;
  /** One end deleted or rejected the peering. */
  deleted(peering: Peering, by: PeeringEnd): void;
  /** No connection refers to the deleted peering any more. */
  forgotten?(peering: Peering): void;
}

/** What the clouds do with peerings. Dragonfly's double asks for them; the customer's cloud accepts or deletes them. */
export class Peerings {
  readonly #world: World;
  readonly #ids: SeededIds;
  readonly #listeners: ((peering: Peering) => void)[] = [];
  readonly #halves = new Map<Provider, CloudHalf>();

  constructor(world: World, ids: SeededIds) {
    this.#world = world;
    this.#ids = ids;
  }

  /** Joins the double of a cloud. Without one, a peering is no more than a record in the world. */
  join(provider: Provider, half: CloudHalf): void {
    this.#halves.set(provider, half);
  }

  /** The double of a cloud, where there is one. */
  half(provider: Provider): CloudHalf | undefined {
    return this.#halves.get(provider);
  }

  /** True when Dragonfly asked for this peering. */
  has(id: string): boolean {
    return this.#world.peerings.has(id);
  }

  /** True when Dragonfly asked for this peering, in this cloud and from this network. */
  isOf(provider: Provider, id: string, { account_id, vpc_id }: Omit<PeeringSide, 'region'>): boolean {
    const peering = this.#world.peerings.get(id);
    if (peering?.provider !== provider) return false;
    return peering.requester.account_id === account_id && peering.requester.vpc_id === vpc_id;
  }

  /** Calls `listener` whenever a peering was accepted or deleted. */
  onChange(listener: (peering: Peering) => void): void {
    this.#listeners.push(listener);
  }

  /**
   * Asks for a peering. AWS answers a second request for the same pair of VPCs with the peering that exists, so two
   * Dragonfly connections of one pair share it.
   */
  request(provider: Peering['provider'], requester: Peering['requester'], accepter: PeeringSide): Peering {
    const existing = [...this.#world.peerings.values()].find(
      (peering) =>
        provider === 'aws' &&
        peering.provider === provider &&
        peering.state !== 'deleted' &&
        peering.state !== 'failed' &&
        sameSide(peering.requester, requester) &&
        sameSide(peering.accepter, accepter),
    );
    if (existing) return existing;
    const half = this.#halves.get(provider);
    const id = half?.existing(requester, accepter) ?? this.#newId(provider, requester);
    const peering: Peering = { id, provider, state: 'pending-acceptance', requester, accepter };
    this.#world.peerings.set(id, peering);
    const refusal = half?.requested(peering);
    if (refusal !== undefined) Object.assign(peering, { state: 'failed', failure: refusal });
    return peering;
  }

  /** The customer accepts. */
  accept(id: string): void {
    this.#change(this.#find(id), 'active');
  }

  /** One of the ends deletes the peering, or the customer rejects the request. */
  delete(id: string, by: PeeringEnd = 'accepter'): void {
    this.#change(this.#find(id), 'deleted', by);
  }

  /** Forgets a deleted peering that no connection refers to any more. */
  forget(id: string): void {
    const inUse = [...this.#world.connections.values()].some((connection) => connection.peeringId === id);
    const peering = this.#world.peerings.get(id);
    if (inUse || !peering) return;
    this.#world.peerings.delete(id);
    this.#halves.get(peering.provider)?.forgotten?.(peering);
  }

  #find(id: string): Peering {
    const peering = this.#world.peerings.get(id);
    if (peering) return peering;
    throw new SandboxError(
      'unknown_id',
      `no peering ${id} exists`,
      'List them with sandbox.world().peerings.',
    );
  }

  #change(peering: Peering, state: 'active' | 'deleted', by: PeeringEnd = 'accepter'): void {
    if (peering.state === state || peering.state === 'deleted' || peering.state === 'failed') return;
    const before = peering.state;
    peering.state = state;
    const half = this.#halves.get(peering.provider);
    try {
      if (state === 'active') half?.accepted(peering);
      else half?.deleted(peering, by);
    } catch (error) {
      // The cloud refused what the sandbox was told to do.
      peering.state = before;
      throw error;
    }
    for (const listener of this.#listeners) listener(peering);
  }

  #newId(provider: Peering['provider'], requester: PeeringSide): string {
    if (provider === 'aws') return `pcx-${this.#ids.hex('peering', 17)}`;
    const name = `dragonfly-peering-${this.#ids.hex('peering', 8)}`;
    if (provider === 'gcp') return name;
    const vnet = `${requester.account_id}/providers/Microsoft.Network/virtualNetworks/${requester.vpc_id}`;
    return `${vnet}/virtualNetworkPeerings/${name}`;
  }
}

function sameSide(a: PeeringSide, b: PeeringSide): boolean {
  return a.account_id === b.account_id && a.vpc_id === b.vpc_id;
}
