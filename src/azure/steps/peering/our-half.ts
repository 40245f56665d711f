import type { ReadContext } from '../../../peering/once-per-round.js';
import type { VnetPeering } from '../../arm/model.js';
import { sameResource } from '../../ids.js';
import { findRemote, type Remote } from '../../remote.js';
import type { StepMeans } from '../means.js';
import { isOurPeeringName, peeringName } from './peering-name.js';

/** The other end, once it is known and trusted. */
export type TrustedRemote = Extract<Remote, { readonly kind: 'trusted' }>;

/** The customer's half of the peering with the network, as far as it can be said. */
export type OurHalf =
  /** There is no other end, or none that may be peered with. */
  | Exclude<Remote, TrustedRemote>
  /** There is none; `name` is the one that it gets, undefined when every name for it is taken. */
  | { readonly kind: 'absent'; readonly remote: TrustedRemote; readonly name: string | undefined }
  | {
      readonly kind: 'found';
      readonly remote: TrustedRemote;
      readonly peering: VnetPeering;
      /** False for one that somebody made under a name of their own. */
      readonly ours: boolean;
    };

/** One whose other end is known and trusted. */
export type KnownHalf = Extract<OurHalf, { readonly kind: 'absent' | 'found' }>;

/** Finds the half by the virtual network that it leads to, whatever its name: Azure allows one for each. */
export async function findOurHalf(means: StepMeans, context: ReadContext): Promise<OurHalf> {
  const remote = await findRemote(means, context);
  if (remote.kind !== 'trusted') return remote;
  const { name, peerings } = await means.reads.vnet(context);
  const peering = peerings.find(({ remoteVnetId }) => sameResource(remoteVnetId, remote.vnetId));
  if (!peering) return { kind: 'absent', remote, name: peeringName(name, remote.vnetId, peerings) };
  return { kind: 'found', remote, peering, ours: isOurPeeringName(peering.name, name, remote.vnetId) };
}
