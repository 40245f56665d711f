import { createHash } from 'node:crypto';
import type { NetworkRef } from './compute/model.js';

/** What a thing of ours is for. */
export type Purpose = 'peering' | 'ingress' | 'egress';

/**
 * The name of a thing of ours. It is the same on every run, and differs between two Dragonfly networks on one VPC and one
 * network on two VPCs; by it alone `destroy` knows what it may remove.
 */
export function ownName(networkId: string, { projectId, name }: NetworkRef, purpose: Purpose): string {
  // Ids and names hold no white space, so different things never make the same text.
  const text = [networkId, `${projectId}/${name}`, purpose].join('\n');
  return `dfcloud-${createHash('sha256').update(text).digest('hex').slice(0, 20)}`;
}
