import { type Cidr, cidr, parseCidr } from '../../../path/cidr.js';
import { LOOPBACK, PRIVATE } from '../../../path/ranges.js';
import type { GcpWorld } from './gcp-world.js';
import type { Network, Route, Subnetwork } from './records.js';

/** A block of addresses, and the path of what holds it. */
export interface HeldRange {
  readonly block: Cidr;
  readonly holder: string;
}

/** Ranges that peerings always exchange, besides the private ones. */
const SPECIAL = ['192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '198.18.0.0/15', '198.51.100.0/24'].map(
  cidr,
);
const ALWAYS: readonly Cidr[] = [
  ...PRIVATE,
  ...SPECIAL,
  ...['203.0.113.0/24', '240.0.0.0/4'].map(cidr),
  // Dragonfly's networks may lie there in the sandbox, whose datastores can then be reached.
  ...LOOPBACK,
];

/** Compute's name for the way to the internet. */
export const INTERNET_GATEWAY = 'default-internet-gateway';

/** The primary and secondary ranges of a network's subnets. */
export function subnetRanges(world: GcpWorld, network: string): HeldRange[] {
  return subnetworksOf(world, network).flatMap(({ path, fields }) => {
    const blocks = [
      fields.ipCidrRange,
      ...(fields.secondaryIpRanges ?? []).map((range) => range.ipCidrRange),
    ];
    return blocks.flatMap((text) => held(text, path));
  });
}

/** The subnets of a network that count: those that are being made, too. */
export function subnetworksOf(world: GcpWorld, network: string): Subnetwork[] {
  return world.subnetworks.all().filter((subnetwork) => subnetwork.network === network);
}

/** The static routes of a network. */
export function staticRoutesOf(world: GcpWorld, network: string): Route[] {
  return world.routes.all().filter((route) => route.network === network);
}

/** The networks that this one has active peerings with. */
export function activePeersOf(world: GcpWorld, { peerings }: Network): Network[] {
  return peerings.flatMap(({ peer, state }) => (state === 'ACTIVE' ? (world.networks.get(peer) ?? []) : []));
}

/** True for addresses that are exchanged whatever the options of a peering say about public ones. */
export function isExchangedAlways(block: Cidr): boolean {
  return ALWAYS.some((range) => range.contains(block));
}

/** The first range of `ours` that shares addresses with one of `theirs`. */
export function firstOverlap(
  ours: readonly HeldRange[],
  theirs: readonly HeldRange[],
): { readonly ours: HeldRange; readonly theirs: HeldRange } | undefined {
  for (const mine of ours) {
    const other = theirs.find(({ block }) => block.overlaps(mine.block));
    if (other) return { ours: mine, theirs: other };
  }
  return undefined;
}

function held(text: string, holder: string): HeldRange[] {
  const parsed = parseCidr(text);
  return parsed.ok ? [{ block: parsed.cidr, holder }] : [];
}

/** The block of a text that was checked when it came. */
export function blockOf(text: string): Cidr | undefined {
  const parsed = parseCidr(text);
  return parsed.ok ? parsed.cidr : undefined;
}
