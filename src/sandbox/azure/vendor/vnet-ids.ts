import type { PeeringSide } from '../../world.js';

/** The id of the VNet of a Dragonfly network: its account id is the path of a resource group. */
export function vendorVnetId({ account_id, vpc_id }: Pick<PeeringSide, 'account_id' | 'vpc_id'>): string {
  return `${account_id}/providers/Microsoft.Network/virtualNetworks/${vpc_id}`;
}

/** The id of the customer's VNet: their account id is a subscription. */
export function customerVnetId({ account_id, vpc_id, azure }: PeeringSide): string {
  const group = `/subscriptions/${account_id}/resourceGroups/${azure?.resource_group ?? ''}`;
  return `${group}/providers/Microsoft.Network/virtualNetworks/${vpc_id}`;
}
