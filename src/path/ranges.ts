import { type Cidr, cidr } from './cidr.js';

/** The private blocks of RFC 1918. */
export const RFC1918: readonly Cidr[] = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map(cidr);

/** 127.0.0.0/8 and ::1/128. */
export const LOOPBACK: readonly Cidr[] = ['127.0.0.0/8', '::1/128'].map(cidr);

/** What a private address can come from: RFC 1918, shared space (RFC 6598), unique local IPv6 (RFC 4193). */
export const PRIVATE: readonly Cidr[] = [...RFC1918, ...['100.64.0.0/10', 'fc00::/7'].map(cidr)];

const SPECIAL: readonly { readonly block: Cidr; readonly name: string }[] = [
  { block: cidr('0.0.0.0/8'), name: 'reserved ("this network", RFC 791)' },
  { block: cidr('127.0.0.0/8'), name: 'loopback' },
  { block: cidr('169.254.0.0/16'), name: 'link-local' },
  { block: cidr('224.0.0.0/4'), name: 'multicast' },
  { block: cidr('240.0.0.0/4'), name: 'reserved (RFC 1112)' },
];

/** The name of the special-purpose IPv4 block (loopback, link-local, multicast, reserved) that `block` touches. */
export function specialPurpose(block: Cidr): string | undefined {
  return SPECIAL.find((special) => special.block.overlaps(block))?.name;
}

/** True when `block` lies wholly in one of `blocks`. */
export function within(block: Cidr, blocks: readonly Cidr[]): boolean {
  return blocks.some((outer) => outer.contains(block));
}
