import { Cidr, hostCidr, parseCidr } from '../../../../path/cidr.js';
import type { ArmContext } from '../arm-context.js';
import type { Subnet, VirtualNetwork } from '../state/records.js';
import { invalidReference, networkError } from '../wire/errors.js';
import { sameId, virtualNetworkOf } from '../wire/resource-id.js';

/** The first four addresses of a subnet are Azure's own. */
const RESERVED = 4n;

/** The subnet of this id, and its network. */
export function subnetAt(
  { world }: ArmContext,
  id: string,
): { readonly vnet: VirtualNetwork; readonly subnet: Subnet } | undefined {
  const vnet = world.virtualNetworks.get(virtualNetworkOf(id) ?? '');
  const subnet = vnet && [...vnet.subnets.values()].find((each) => sameId(each.id, id));
  return subnet && { vnet, subnet };
}

/**
 * The address that an interface gets: the one that it asks for, or the first that is free.
 * @throws {ArmError}
 */
export function addressIn(arm: ArmContext, subnetId: string, wanted: string | undefined, by: string): string {
  const place = subnetAt(arm, subnetId);
  if (!place) throw invalidReference(subnetId, by);
  const blocks = place.subnet.prefixes.flatMap((prefix) => {
    const result = parseCidr(prefix);
    return result.ok && result.cidr.family === 4 ? [result.cidr] : [];
  });
  if (wanted !== undefined) {
    const host = hostCidr(wanted);
    if (host && blocks.some((block) => block.contains(host))) return wanted;
    throw networkError(
      400,
      'PrivateIPAddressNotInAnySubnet',
      `Private static IP address ${wanted} does not belong to the range of any subnet in the virtual network ${place.vnet.id}.`,
    );
  }
  const taken = new Set(arm.world.networkInterfaces.all().flatMap(addressesOf));
  for (const block of blocks) {
    for (let address = block.first + RESERVED; address < block.last; address += 1n) {
      const text = Cidr.around(4, address, 32).toString().replace('/32', '');
      if (!taken.has(text)) return text;
    }
  }
  throw networkError(
    400,
    'SubnetIsFull',
    `Subnet ${subnetId} does not have enough capacity for 1 IP addresses.`,
  );
}

function addressesOf({
  ipConfigurations,
}: {
  readonly ipConfigurations: readonly { privateIpAddress: string }[];
}) {
  return ipConfigurations.map(({ privateIpAddress }) => privateIpAddress);
}
