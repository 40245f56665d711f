import type { ArmContext } from '../arm-context.js';
import type { ArmWorld } from '../state/arm-world.js';
import type { PeeringFlags, VirtualNetwork, VnetPeering } from '../state/records.js';
import { touch } from '../tracked/tracked.js';
import { sameBlocks } from '../wire/prefixes.js';
import { sameId } from '../wire/resource-id.js';

/** What a write asks of a peering. */
export interface PeeringWish {
  readonly name: string;
  readonly remoteVnetId: string;
  readonly flags: PeeringFlags;
  /** True: the peering takes over the remote network's present address space. */
  readonly sync: boolean;
}

/** See `syncLevel`. */
export type PeeringSyncLevel =
  | 'FullyInSync'
  | 'RemoteNotInSync'
  | 'LocalNotInSync'
  | 'LocalAndRemoteNotInSync';

/** The other half: the remote network's peering with this one. */
export function counterpart(
  world: ArmWorld,
  vnetId: string,
  remoteVnetId: string,
): { readonly vnet: VirtualNetwork; readonly peering: VnetPeering } | undefined {
  const vnet = world.virtualNetworks.get(remoteVnetId);
  const peering = vnet && peeringWith(vnet, vnetId);
  return peering && { vnet, peering };
}

/** The peering of a network with another one; there is at most one. */
export function peeringWith(vnet: VirtualNetwork, remoteVnetId: string): VnetPeering | undefined {
  return [...vnet.peerings.values()].find((peering) => sameId(peering.remoteVnetId, remoteVnetId));
}

/**
 * Whether both halves carry the address space that the other network has now. The network that changed sees
 * RemoteNotInSync, the other one LocalNotInSync.
 */
export function syncLevel(world: ArmWorld, vnet: VirtualNetwork, peering: VnetPeering): PeeringSyncLevel {
  const remote = world.virtualNetworks.get(peering.remoteVnetId);
  const other = counterpart(world, vnet.id, peering.remoteVnetId);
  if (!remote || !other || peering.state !== 'Connected') return 'RemoteNotInSync';
  const localIsStale = !sameBlocks(peering.remotePrefixes, remote.prefixes);
  const remoteIsStale = !sameBlocks(other.peering.remotePrefixes, vnet.prefixes);
  if (localIsStale && remoteIsStale) return 'LocalAndRemoteNotInSync';
  if (localIsStale) return 'LocalNotInSync';
  return remoteIsStale ? 'RemoteNotInSync' : 'FullyInSync';
}

/**
 * Creates or updates one half; that it may be has been checked. The state is right at once: the second half shows
 * Connected in the very answer that creates it (recorded). What goes on is `provisioningState`.
 */
export function writePeering(arm: ArmContext, vnet: VirtualNetwork, wish: PeeringWish): VnetPeering {
  const { world, azure } = arm;
  const key = wish.name.toLowerCase();
  const remote = world.virtualNetworks.get(wish.remoteVnetId);
  const other = counterpart(world, vnet.id, wish.remoteVnetId);
  const peering = vnet.peerings.get(key) ?? {
    id: `${vnet.id}/virtualNetworkPeerings/${wish.name}`,
    name: wish.name,
    remoteVnetId: wish.remoteVnetId,
    resourceGuid: other?.peering.resourceGuid ?? azure.ids.guid('azure/peering'),
    remotePrefixes: remote?.prefixes ?? [],
    flags: wish.flags,
    state: 'Initiated',
    provisioningState: 'Updating',
  };
  vnet.peerings.set(key, peering);
  peering.flags = wish.flags;
  peering.provisioningState = 'Updating';
  // A half that was left behind starts anew when it is written again.
  const revived = peering.state === 'Disconnected';
  if ((wish.sync || revived) && remote) peering.remotePrefixes = remote.prefixes;
  if (revived) peering.state = 'Initiated';
  touch(arm, vnet);
  if (other && other.peering.state !== 'Disconnected') connect(arm, peering, other);
  return peering;
}

/** One half is gone: the other one is disconnected, and stays so until its owner writes or deletes it. */
export function removePeering(arm: ArmContext, vnet: VirtualNetwork, peering: VnetPeering): void {
  vnet.peerings.delete(peering.name.toLowerCase());
  touch(arm, vnet);
  const other = counterpart(arm.world, vnet.id, peering.remoteVnetId);
  if (other?.peering.state !== 'Connected') return;
  other.peering.state = 'Disconnected';
  touch(arm, other.vnet);
}

function connect(
  arm: ArmContext,
  peering: VnetPeering,
  other: { readonly vnet: VirtualNetwork; readonly peering: VnetPeering },
): void {
  peering.state = 'Connected';
  if (other.peering.state === 'Connected') return;
  other.peering.state = 'Connected';
  touch(arm, other.vnet);
}
