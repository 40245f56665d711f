import type { FlowContext } from '../peering/acceptor.js';
import type { ReadContext } from '../peering/once-per-round.js';
import { isSameNetwork } from './compute/links.js';
import type { NetworkPeering, NetworkRef } from './compute/model.js';
import type { Settings } from './options.js';
import { ownName } from './own-name.js';
import type { Reads } from './reads.js';

/** What of the peering is to be seen in the customer's network. */
export type FoundPeering =
  /** Dragonfly does not say yet which network is at the other end. */
  | { readonly kind: 'no-other-end' }
  | { readonly kind: 'absent' }
  /** One of the name that ours would have leads to another network. */
  | { readonly kind: 'name-taken'; readonly peering: NetworkPeering }
  | { readonly kind: 'found'; readonly peering: NetworkPeering; readonly ours: boolean };

/** Finds the customer's half of the peering: the one that leads to the network that Dragonfly's API names. */
export class PeeringFinder {
  /** The name by which `destroy` knows a half as ours. */
  readonly ownName: string;
  /** The name under which a new half is made. */
  readonly name: string;
  /** The network at the other end, as Dragonfly's API names it. */
  readonly otherEnd: NetworkRef | undefined;
  readonly #reads: Reads;

  constructor(reads: Reads, { network }: Pick<FlowContext, 'network'>, settings: Settings) {
    const { vpc, id } = network;
    const here = { projectId: settings.projectId, name: settings.network };
    this.ownName = ownName(id, here, 'peering');
    this.name = settings.peeringName ?? this.ownName;
    this.otherEnd = vpc && { projectId: vpc.accountId, name: vpc.resourceId };
    this.#reads = reads;
  }

  /** A network has at most one half towards another, whatever its name. */
  async find(context: ReadContext): Promise<FoundPeering> {
    const { otherEnd } = this;
    if (!otherEnd) return { kind: 'no-other-end' };
    const { peerings } = await this.#reads.network(context);
    const half = peerings.find(({ network }) => isSameNetwork(network, otherEnd));
    if (half) return { kind: 'found', peering: half, ours: half.name === this.ownName };
    const namesake = peerings.find(({ name }) => name === this.name);
    return namesake ? { kind: 'name-taken', peering: namesake } : { kind: 'absent' };
  }
}
