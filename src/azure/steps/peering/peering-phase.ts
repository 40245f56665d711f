import { CidrSet } from '../../../path/cidr-set.js';
import type { VnetPeering } from '../../arm/model.js';

/**
 * What our half of a peering is to the acceptor: `changing` (an operation is under way), `alone` (the other half is not
 * there yet), `up`, `closed` (it says connected and lets nothing through), `stale` (it carries old addresses of the other
 * end, which a sync from here cures), `behind` (the other half carries old addresses of this end, which only a sync from
 * there cures), `disconnected` (the other half was deleted), `failed` (an operation ended badly), `unknown` (a word of
 * Azure that is new).
 */
export type PeeringPhase =
  | 'changing'
  | 'alone'
  | 'up'
  | 'closed'
  | 'stale'
  | 'behind'
  | 'disconnected'
  | 'failed'
  | 'unknown';

const CHANGING = ['creating', 'updating', 'deleting'];
const FAILED = ['failed', 'canceled'];

/**
 * The phase of one half. Azure says `Succeeded` of a peering that is not connected and `Connected` of one that lets
 * nothing through, so only all of it together means `up`.
 */
export function phaseOf(peering: VnetPeering): PeeringPhase {
  const state = peering.state.toLowerCase();
  const provisioning = peering.provisioningState.toLowerCase();
  if (CHANGING.includes(provisioning)) return 'changing';
  if (state === 'disconnected') return 'disconnected';
  if (FAILED.includes(provisioning)) return 'failed';
  if (!peering.allowVirtualNetworkAccess) return 'closed';
  if (state === 'initiated') return 'alone';
  if (state !== 'connected') return 'unknown';
  if (carriesOldAddresses(peering)) return 'stale';
  return (peering.syncLevel ?? IN_SYNC).toLowerCase() === IN_SYNC ? 'up' : 'behind';
}

const IN_SYNC = 'fullyinsync';

/** By the level, and by the addresses themselves: Azure's documentation leaves open which side is meant by `Local`. */
function carriesOldAddresses({ syncLevel, remotePrefixes, remoteVnetPrefixes }: VnetPeering): boolean {
  if (syncLevel?.toLowerCase().startsWith('local')) return true;
  if (remotePrefixes.length === 0 || remoteVnetPrefixes.length === 0) return false;
  return !CidrSet.of(remotePrefixes).equals(CidrSet.of(remoteVnetPrefixes));
}

/** What was seen of a half, for a person. */
export function describePeering(peering: VnetPeering): string {
  const { name, state, syncLevel, provisioningState, allowVirtualNetworkAccess } = peering;
  const more = [
    ...(provisioningState.toLowerCase() === 'succeeded' ? [] : [`provisioning ${provisioningState}`]),
    ...(syncLevel === undefined ? [] : [syncLevel]),
    ...(allowVirtualNetworkAccess ? [] : ['access not allowed']),
  ];
  return `${name} is ${[state, ...more].join(', ')}`;
}
