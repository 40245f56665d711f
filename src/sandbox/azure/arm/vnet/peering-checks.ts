import type { ArmContext } from '../arm-context.js';
import type { VirtualNetwork, VnetPeering } from '../state/records.js';
import type { ArmError } from '../wire/arm-error.js';
import { invalidReference, networkError, notProvisioned } from '../wire/errors.js';
import { overlapping } from '../wire/prefixes.js';
import { sameId, subscriptionOf } from '../wire/resource-id.js';
import { gatewaysOf } from './gateways.js';
import { counterpart, type PeeringWish, peeringWith } from './peering-life.js';

/** Why the network provider refuses a write of a peering, in the order of its checks; undefined when it does not. */
export function refusalOf(arm: ArmContext, vnet: VirtualNetwork, wish: PeeringWish): ArmError | undefined {
  const id = `${vnet.id}/virtualNetworkPeerings/${wish.name}`;
  const existing = vnet.peerings.get(wish.name.toLowerCase());
  const remote = arm.world.virtualNetworks.get(wish.remoteVnetId);
  if (!remote) return invalidReference(wish.remoteVnetId, id);
  return (
    (existing ? changedRemote(existing, wish) : notOneMore(arm, vnet, wish, id)) ??
    disconnectedRemote(arm, vnet, remote, id) ??
    overlap(arm, vnet, remote, id) ??
    gatewayMissing(arm, wish, remote, id)
  );
}

/** The remote network is being written; that passes by itself, so it is told apart from what does not. */
export function remoteIsBusy(arm: ArmContext, remoteVnetId: string, id: string): ArmError | undefined {
  const remote = arm.world.virtualNetworks.get(remoteVnetId);
  const operation = remote && arm.operations.on(remote.id);
  return operation && notProvisioned(remote.id, id, operation.doing);
}

/** The wording is not recorded. */
function changedRemote(existing: VnetPeering, wish: PeeringWish): ArmError | undefined {
  if (sameId(existing.remoteVnetId, wish.remoteVnetId)) return undefined;
  return networkError(
    400,
    'CannotChangeRemoteVirtualNetwork',
    `Cannot change remote virtual network of peering ${existing.id} from ${existing.remoteVnetId} to ${wish.remoteVnetId}. Delete the peering and create it again.`,
  );
}

/** The wordings are not recorded. */
function notOneMore(
  arm: ArmContext,
  vnet: VirtualNetwork,
  wish: PeeringWish,
  id: string,
): ArmError | undefined {
  if (sameId(vnet.id, wish.remoteVnetId)) {
    return networkError(
      400,
      'VnetCannotBePeeredWithItself',
      `Virtual network ${vnet.id} cannot be peered with itself.`,
    );
  }
  const other = peeringWith(vnet, wish.remoteVnetId);
  if (other) {
    return networkError(
      400,
      'AnotherPeeringAlreadyReferencesRemoteVnet',
      `Cannot create or update peering ${id}. Virtual network ${vnet.id} already has a peering ${other.id} referencing remote virtual network ${wish.remoteVnetId}. Only one peering to a remote virtual network is allowed.`,
    );
  }
  const { peeringsPerVnet } = arm.rules.limitsOf(subscriptionOf(vnet.id) ?? '');
  if (vnet.peerings.size < peeringsPerVnet) return undefined;
  return networkError(
    400,
    'PeeringCountLimitReached',
    `Cannot create more than ${peeringsPerVnet} peerings for virtual network ${vnet.id}.`,
  );
}

function disconnectedRemote(
  { world }: ArmContext,
  vnet: VirtualNetwork,
  remote: VirtualNetwork,
  id: string,
): ArmError | undefined {
  const other = counterpart(world, vnet.id, remote.id)?.peering;
  if (other?.state !== 'Disconnected') return undefined;
  return networkError(
    400,
    'RemotePeeringIsDisconnected',
    `Cannot create or update peering ${id} because remote peering ${other.id} referencing parent virtual network ${vnet.id} is in Disconnected state. Update or re-create the remote peering to get it back to Initiated state. Peering gets Disconnected when remote vnet or remote peering is deleted and re-created.`,
  );
}

function overlap(
  { world }: ArmContext,
  vnet: VirtualNetwork,
  remote: VirtualNetwork,
  id: string,
): ArmError | undefined {
  const refused = `Cannot create or update peering ${id}. Virtual networks ${vnet.id} and ${remote.id} cannot be peered because`;
  const shared = overlapping(vnet.prefixes, remote.prefixes);
  if (shared.length > 0) {
    return networkError(
      400,
      'VnetAddressSpacesOverlap',
      `${refused} their address spaces overlap. Overlapping address prefixes: ${shared.join(', ')}. For more information please refer to https://aka.ms/VnetPeeringInfo`,
    );
  }
  const ways = [
    { first: vnet, second: remote, words: ['first', 'second'] },
    { first: remote, second: vnet, words: ['second', 'first'] },
  ];
  for (const { first, second, words } of ways) {
    for (const third of second.peerings.values()) {
      if (sameId(third.remoteVnetId, first.id)) continue;
      const prefixes = world.virtualNetworks.get(third.remoteVnetId)?.prefixes ?? third.remotePrefixes;
      const blocks = overlapping(first.prefixes, prefixes);
      if (blocks.length === 0) continue;
      return networkError(
        400,
        'VnetAddressSpaceOverlapsWithAlreadyPeeredVnet',
        `${refused} address space of the ${words[0]} virtual network overlaps with address space of virtual network ${third.remoteVnetId} already peered with the ${words[1]} virtual network. Overlapping address prefixes: ${blocks.join(', ')}. For more information please refer to https://aka.ms/VnetPeeringInfo`,
      );
    }
  }
  return undefined;
}

function gatewayMissing(
  { world }: ArmContext,
  { flags }: PeeringWish,
  remote: VirtualNetwork,
  id: string,
): ArmError | undefined {
  if (!flags.useRemoteGateways || flags.doNotVerifyRemoteGateways) return undefined;
  if (gatewaysOf(world, remote.id).length > 0) return undefined;
  return networkError(
    400,
    'RemoteVnetHasNoGateways',
    `Peering ${id} cannot have UseRemoteGateways flag set to true because remote virtual network ${remote.id} referenced by the peering does not have any gateways.`,
  );
}
