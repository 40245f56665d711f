import { resourceKey } from '../../ids.js';
import { uuidV5 } from '../../uuid-v5.js';

/**
 * The display name of the secrets that are made for a network and a virtual network: it says what they are for, and
 * whose they are, because an application may serve several.
 */
export function secretLabel(networkId: string, vnetId: string): string {
  const [hash] = uuidV5(`password|${networkId}|${resourceKey(vnetId)}`).split('-');
  return `dfcloud: temporary, to make a peering (${hash})`;
}
