import { formatAddress, parseAddress } from './address.js';

/** A block of addresses, IPv4 or IPv6, always canonical: no host bits are set. Immutable; equal blocks print equally. */
export class Cidr {
  private constructor(
    /** 4 or 6. */
    readonly family: 4 | 6,
    /** The number of leading bits that are fixed: 0 to 32, or 0 to 128. */
    readonly prefix: number,
    /** The first address of the block, as a number. */
    readonly first: bigint,
    /** The last address of the block, as a number. */
    readonly last: bigint,
  ) {}

  /** The block of `prefix` fixed bits that holds `address`; host bits of the address are dropped. */
  static around(family: 4 | 6, address: bigint, prefix: number): Cidr {
    const hostBits = BigInt(bitsOf(family) - prefix);
    const first = (address >> hostBits) << hostBits;
    return new Cidr(family, prefix, first, first + (1n << hostBits) - 1n);
  }

  /** True when every address of `other` lies in this block. Blocks of different families never contain each other. */
  contains(other: Cidr): boolean {
    return this.family === other.family && this.first <= other.first && other.last <= this.last;
  }

  /** True when the two blocks share an address. */
  overlaps(other: Cidr): boolean {
    return this.family === other.family && this.first <= other.last && other.first <= this.last;
  }

  /** `10.0.0.0/16`; IPv6 in the form of RFC 5952. */
  toString(): string {
    return `${formatAddress(this.family, this.first)}/${this.prefix}`;
  }

  /** The same text as `toString`. */
  toJSON(): string {
    return this.toString();
  }
}

/** What `parseCidr` gives: the block, or why the text is none, with the block that was probably meant. */
export type CidrResult =
  | { readonly ok: true; readonly cidr: Cidr }
  | {
      readonly ok: false;
      readonly reason: 'not_a_cidr' | 'prefix_missing' | 'prefix_range' | 'host_bits';
      readonly suggestion?: Cidr;
    };

/**
 * Reads `10.0.0.0/16` or `fd00::/8`, strictly: four decimal numbers without leading zeros, one prefix length, no
 * spaces, no zone, no host bits. Never throws.
 */
export function parseCidr(text: string): CidrResult {
  const slash = text.indexOf('/');
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (!address) return { ok: false, reason: 'not_a_cidr' };
  const { family, value } = address;
  if (slash < 0)
    return { ok: false, reason: 'prefix_missing', suggestion: Cidr.around(family, value, bitsOf(family)) };

  const prefixText = text.slice(slash + 1);
  if (!/^(0|[1-9]\d{0,2})$/.test(prefixText)) return { ok: false, reason: 'prefix_range' };
  const prefix = Number(prefixText);
  if (prefix > bitsOf(family)) return { ok: false, reason: 'prefix_range' };

  const cidr = Cidr.around(family, value, prefix);
  return cidr.first === value ? { ok: true, cidr } : { ok: false, reason: 'host_bits', suggestion: cidr };
}

/** The block of one address (`/32` or `/128`), or undefined when the text is no IP address. */
export function hostCidr(address: string): Cidr | undefined {
  const parsed = parseAddress(address);
  return parsed && Cidr.around(parsed.family, parsed.value, bitsOf(parsed.family));
}

/** A block that is known to be legal, for constants. Throws `RangeError` otherwise. */
export function cidr(text: string): Cidr {
  const result = parseCidr(text);
  if (!result.ok) throw new RangeError(`${text} is not a canonical CIDR block`);
  return result.cidr;
}

function bitsOf(family: 4 | 6): number {
  return family === 4 ? 32 : 128;
}
