import type { SeededIds } from './random.js';
import { SandboxError } from './sandbox-error.js';
import type { Peering, PeeringSide, World } from './world.js';

/** What the clouds do with peerings. Dragonfly's double asks for them; the customer's cloud accepts or deletes them. */
export class Peerings {
  readonly #world: World;
  readonly #ids: SeededIds;
  readonly #listeners: ((peering: Peering) => void)[] = [];

  constructor(world: World, ids: SeededIds) {
    this.#world = world;
    this.#ids = ids;
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
        sameSide(peering.requester, requester) &&
        sameSide(peering.accepter, accepter),
    );
    if (existing) return existing;
    const id = this.#newId(provider, requester);
    const peering: Peering = { id, provider, state: 'pending-acceptance', requester, accepter };
    this.#world.peerings.set(id, peering);
    return peering;
  }

  /** The customer accepts. */
  accept(id: string): void {
    this.#change(this.#find(id), 'active');
  }

  /** One of the sides deletes the peering, or the customer rejects the request. */
  delete(id: string): void {
    this.#change(this.#find(id), 'deleted');
  }

  /** Forgets a deleted peering that no connection refers to any more. */
  forget(id: string): void {
    const inUse = [...this.#world.connections.values()].some((connection) => connection.peeringId === id);
    if (!inUse) this.#world.peerings.delete(id);
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

  #change(peering: Peering, state: Peering['state']): void {
    if (peering.state === state || peering.state === 'deleted') return;
    peering.state = state;
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
