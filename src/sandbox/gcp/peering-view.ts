import type { GcpWorld } from './state/gcp-world.js';
import type { Network, PeeringHalf } from './state/records.js';
import { defined, type Fields } from './wire/fields.js';
import { peerLinkOf, timeText } from './wire/links.js';

/** The `peerings` of a network. */
export function peeringsView(world: GcpWorld, network: Network): readonly Fields[] {
  return network.peerings.map((half) => peeringView(world, network, half));
}

function peeringView(world: GcpWorld, network: Network, half: PeeringHalf): Fields {
  const { name, peer, options, state, details, detailsAtMs, updateStrategy } = half;
  const there = world.networks.get(peer);
  const other = there?.peerings.find((one) => one.peer === network.path);
  return defined({
    autoCreateRoutes: true,
    connectionStatus: state === 'ACTIVE' ? connectionStatus(half, other) : undefined,
    exchangeSubnetRoutes: true,
    ...options,
    name,
    network: peerLinkOf(peer),
    // Absent where the peer's was never set: no recording has it.
    peerMtu: state === 'ACTIVE' ? there?.fields.mtu : undefined,
    state,
    stateDetails: `[${timeText(detailsAtMs)}]: ${details}`,
    updateStrategy,
  });
}

/** There only while the peering is active (recorded). */
function connectionStatus(half: PeeringHalf, other: PeeringHalf | undefined): Fields {
  const { effective, updateStrategy } = half;
  const consensus = updateStrategy === 'CONSENSUS' && other;
  return defined({
    trafficConfiguration: {
      exportCustomRoutesToPeer: effective.exportCustomRoutes,
      importCustomRoutesFromPeer: effective.importCustomRoutes,
      exportSubnetRoutesWithPublicIpToPeer: effective.exportSubnetRoutesWithPublicIp,
      importSubnetRoutesWithPublicIpFromPeer: effective.importSubnetRoutesWithPublicIp,
      stackType: effective.stackType,
    },
    updateStrategy,
    consensusState: consensus
      ? defined({ updateStatus: updateStatus(half, other), deleteStatus: deleteStatus(half, other) })
      : undefined,
  });
}

/** The misspelling is Google's. */
function updateStatus(half: PeeringHalf, other: PeeringHalf): string {
  if (half.options !== half.effective) return 'PENDING_PEER_ACKNOWLEDGEMENT';
  return other.options !== other.effective ? 'PENDING_LOCAL_ACKNOWLEDMENT' : 'IN_SYNC';
}

function deleteStatus(
  { deletion: ours }: PeeringHalf,
  { deletion: theirs }: PeeringHalf,
): string | undefined {
  if (ours === 'requested' && theirs === 'requested') return 'DELETE_ACKNOWLEDGED';
  if (ours === 'cancelled') return 'LOCAL_CANCEL_REQUESTED';
  if (theirs === 'cancelled') return 'PEER_CANCEL_REQUESTED';
  if (ours === 'requested') return 'LOCAL_DELETE_REQUESTED';
  return theirs === 'requested' ? 'PEER_DELETE_REQUESTED' : undefined;
}
