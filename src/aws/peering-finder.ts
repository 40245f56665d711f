import type { FlowContext } from '../peering/acceptor.js';
import type { ReadContext } from '../peering/once-per-round.js';
import type { Vpc, VpcPeering } from './ec2/model.js';
import {
  type ExpectedPeering,
  expectedPeering,
  identityMismatches,
  joinsThePair,
} from './expected-peering.js';
import { isLive } from './peering-states.js';
import type { Reads } from './reads.js';

/**
 * The peering of a run, as far as it is known: `absent` (there is no connection yet, or Dragonfly has not asked for the
 * peering), `unseen` (Dragonfly names it, EC2 does not show it), `ambiguous` (Dragonfly names none, and several are
 * live), or the peering itself, not yet compared with what it must be.
 */
export type FoundPeering =
  | { readonly kind: 'absent' }
  | { readonly kind: 'unseen'; readonly id: string }
  | { readonly kind: 'ambiguous'; readonly ids: readonly string[] }
  | { readonly kind: 'found'; readonly peering: VpcPeering };

/** Finds the peering of a run, and says what it must be. */
export class PeeringFinder {
  #vpc: Vpc | undefined;

  constructor(
    readonly reads: Reads,
    readonly flow: FlowContext,
    readonly region: string,
  ) {}

  /** What the peering must be. Read once for the run: a VPC's owner never changes. */
  async expected(context: ReadContext): Promise<ExpectedPeering> {
    this.#vpc ??= await this.reads.vpc(context);
    return expectedPeering(this.flow.network, this.#vpc, this.region);
  }

  /** By the id that Dragonfly names; while it names none, exactly one live peering of the two VPCs. */
  async find(context: ReadContext): Promise<FoundPeering> {
    const id = this.flow.connection()?.peerConnectionId;
    if (id !== undefined && id !== '') {
      const peering = await this.reads.peering(id, context);
      return peering ? { kind: 'found', peering } : { kind: 'unseen', id };
    }
    const [expected, all] = await Promise.all([this.expected(context), this.reads.peerings(context)]);
    const live = all.filter((peering) => isLive(peering) && joinsThePair(peering, expected));
    const ours = live.filter((peering) => identityMismatches(peering, expected).length === 0);
    const [only, ...more] = ours;
    if (!only) return { kind: 'absent' };
    if (more.length > 0) return { kind: 'ambiguous', ids: ours.map((peering) => peering.id) };
    return { kind: 'found', peering: only };
  }

  /** The id, where it is known. */
  async id(context: ReadContext): Promise<string | undefined> {
    const found = await this.find(context);
    if (found.kind === 'found') return found.peering.id;
    return found.kind === 'unseen' ? found.id : undefined;
  }
}
