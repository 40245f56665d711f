import { createHash } from 'node:crypto';
import { sameResource } from '../../ids.js';

/** The longest name that Azure takes for a peering. */
const LONGEST = 80;
const SUFFIX = '-dfcloud-peering';

/** A peering that the VNet has already. */
export interface NamedPeering {
  readonly name: string;
  /** The resource id of the VNet at the other end. */
  readonly remoteVnetId: string;
}

/**
 * The name of the VNet's peering with `remoteVnetId`: the one of the vendor's documentation when it is free or leads
 * there, else the same with a hash of the remote id. Undefined when both lead elsewhere.
 */
export function peeringName(
  vnetName: string,
  remoteVnetId: string,
  existing: readonly NamedPeering[],
): string | undefined {
  return ourPeeringNames(vnetName, remoteVnetId).find((name) => {
    const holder = existing.find((peering) => isSameName(peering.name, name));
    return !holder || sameResource(holder.remoteVnetId, remoteVnetId);
  });
}

/** True for a name that a run, or the vendor's documentation, gives to the peering with `remoteVnetId`. */
export function isOurPeeringName(name: string, vnetName: string, remoteVnetId: string): boolean {
  return ourPeeringNames(vnetName, remoteVnetId).some((ours) => isSameName(ours, name));
}

function ourPeeringNames(vnetName: string, remoteVnetId: string): string[] {
  const hash = createHash('sha256').update(remoteVnetId.toLowerCase()).digest('hex').slice(0, 8);
  return [SUFFIX, `${SUFFIX}-${hash}`].map((end) => vnetName.slice(0, LONGEST - end.length) + end);
}

/** Azure's names know no case. */
function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
