import { type Cidr, parseCidr } from '../../path/cidr.js';
import { CidrSet } from '../../path/cidr-set.js';
import { PRIVATE } from '../../path/ranges.js';
import type { RouteTable, Vnet, VnetPeering } from '../arm/model.js';

/**
 * What the service tag `VirtualNetwork` stands for. Azure does not show it: the addresses of the virtual network and of
 * peers with access belong to it for sure; those behind a gateway, and the prefixes of user-defined routes, may.
 */
export interface VirtualNetworkTag {
  readonly sure: CidrSet;
  /** Beside those. */
  readonly perhaps: CidrSet;
  /** Where the latter come from, in words. */
  readonly why: string;
}

/** The tag as it holds in a subnet with this route table. */
export function virtualNetworkTag(vnet: Vnet, table: RouteTable | undefined): VirtualNetworkTag {
  const peers = vnet.peerings.filter(carries).flatMap(({ remotePrefixes }) => remotePrefixes);
  const sure = CidrSet.of([...vnet.prefixes, ...peers]);
  const routed = (table?.routes ?? []).flatMap(({ prefix }) => blockOf(prefix));
  const perhaps = CidrSet.of([...routed, ...(hasGateway(vnet) ? PRIVATE : [])]).subtract(sure);
  const why =
    'whether the service tag VirtualNetwork holds it: it may be a prefix of a user-defined route or of a gateway';
  return { sure, perhaps, why };
}

/** A peering whose addresses belong to the tag: connected, and with access allowed. */
export function carries({ state, allowVirtualNetworkAccess }: VnetPeering): boolean {
  return state === 'Connected' && allowVirtualNetworkAccess;
}

/** True when addresses on premises may be reached from here. */
function hasGateway({ subnets, peerings }: Vnet): boolean {
  const own = subnets.some(({ name }) => name.toLowerCase() === 'gatewaysubnet');
  return own || peerings.some((peering) => carries(peering) && peering.useRemoteGateways);
}

function blockOf(prefix: string): Cidr[] {
  const parsed = parseCidr(prefix);
  return parsed.ok ? [parsed.cidr] : [];
}
