import {
  activePeersOf,
  blockOf,
  firstOverlap,
  type HeldRange,
  staticRoutesOf,
  subnetRanges,
} from './state/address-space.js';
import type { GcpWorld } from './state/gcp-world.js';
import type { Network } from './state/records.js';

/**
 * Why two networks cannot be connected, in Google's words as `local` hears them; undefined when nothing is in the way.
 * Looked at when the second half of a peering is made.
 */
export function peeringConflict(world: GcpWorld, local: Network, peer: Network): string | undefined {
  const ours = subnetRanges(world, local.path);
  const theirs = subnetRanges(world, peer.path);
  const direct = firstOverlap([...ours, ...routesWithin(world, local, theirs)], theirs);
  if (direct) {
    return (
      `An IP range in the peer network (${direct.theirs.block}) overlaps with an IP range in the local network ` +
      `(${direct.ours.block}) allocated by resource (${direct.ours.holder}).`
    );
  }
  const beyond = firstOverlap(ours, rangesBeyond(world, peer, local));
  if (beyond) {
    return (
      `An IP range in the local network (${beyond.ours.block}) allocated by resource (${beyond.ours.holder}) ` +
      `overlaps with an IP range (${beyond.theirs.block}) in an active peer of the peer network.`
    );
  }
  const before = firstOverlap(rangesBeyond(world, local, peer), theirs);
  if (!before) return undefined;
  return (
    `An IP range in the peer network (${before.theirs.block}) overlaps with an IP range (${before.ours.block}) ` +
    'in an active peer of the local network.'
  );
}

/** The ranges of a network's other active peers. */
function rangesBeyond(world: GcpWorld, network: Network, except: Network): HeldRange[] {
  return activePeersOf(world, network)
    .filter(({ path }) => path !== except.path)
    .flatMap(({ path }) => subnetRanges(world, path));
}

/** The destinations of static routes that lie in one of these ranges. Wider ones lose against subnets, and do no harm. */
function routesWithin(world: GcpWorld, { path }: Network, ranges: readonly HeldRange[]): HeldRange[] {
  return staticRoutesOf(world, path).flatMap(({ path: holder, fields }) => {
    const block = blockOf(fields.destRange);
    return block && ranges.some((range) => range.block.contains(block)) ? [{ block, holder }] : [];
  });
}
