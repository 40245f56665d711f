import { formatAddress } from '../path/address.js';
import { Cidr } from '../path/cidr.js';

interface KernelRoute {
  readonly destination: Cidr;
  readonly metric: number;
  readonly text: string;
}

/**
 * The route that Linux would take to an IPv4 address, from the text of `/proc/net/route`: the longest prefix, then the
 * lowest metric. Undefined for IPv6, without the file, and where no route matches. Policy routing is not in that file.
 */
export function kernelRouteTo(address: Cidr, table: string | undefined): string | undefined {
  if (address.family !== 4 || table === undefined) return undefined;
  const routes = table.split('\n').slice(1).flatMap(parseLine);
  const matching = routes.filter((route) => route.destination.contains(address));
  matching.sort((a, b) => b.destination.prefix - a.destination.prefix || a.metric - b.metric);
  return matching[0]?.text;
}

const RTF_UP = 0x1;

/** Columns: Iface Destination Gateway Flags RefCnt Use Metric Mask …; addresses are little-endian hexadecimal. */
function parseLine(line: string): KernelRoute[] {
  const [name, destination, gateway, flags, , , metric, mask] = line.trim().split(/\s+/);
  if (!name || !destination || !gateway || !flags || !metric || !mask) return [];
  if ((Number.parseInt(flags, 16) & RTF_UP) === 0) return [];
  const prefix = littleEndian(mask).toString(2).replaceAll('0', '').length;
  const block = Cidr.around(4, littleEndian(destination), prefix);
  const via = littleEndian(gateway);
  const text = `${block}${via ? ` via ${formatAddress(4, via)}` : ''} dev ${name}`;
  return [{ destination: block, metric: Number(metric), text }];
}

function littleEndian(hex: string): bigint {
  const bytes = hex.match(/../g) ?? [];
  return BigInt(`0x${bytes.reverse().join('') || '0'}`);
}
