import { Cidr } from './cidr.js';
import { countOf, equalSpans, intersect, type Span, type Spans, subtract, toSpans, unite } from './spans.js';

/**
 * Both families lie on one line of numbers, so that one set holds both: IPv4 from 0, IPv6 from here on. The gap
 * between 2^32 and 2^33 keeps the last IPv4 block and the first IPv6 block from touching.
 */
const IPV6_START = 1n << 33n;

/** A set of addresses, IPv4 and IPv6 together. Immutable; equal sets have equal `cidrs()`. */
export class CidrSet {
  private constructor(
    /** The addresses as runs on the line of `lineOf`. */
    readonly spans: Spans,
  ) {}

  /** The addresses of all blocks; they may overlap and stand in any order. */
  static of(blocks: Iterable<Cidr>): CidrSet {
    return new CidrSet(toSpans(Array.from(blocks, lineOf)));
  }

  /** The addresses of runs on the line of `lineOf`. */
  static fromSpans(spans: Spans): CidrSet {
    return new CidrSet(spans);
  }

  /** True when the set holds no address. */
  get isEmpty(): boolean {
    return this.spans.length === 0;
  }

  /** How many addresses the set holds. */
  get size(): bigint {
    return countOf(this.spans);
  }

  /** The addresses of this set, of the other, or of both. */
  union(other: CidrSet): CidrSet {
    return new CidrSet(unite(this.spans, other.spans));
  }

  /** The addresses of this set that are not in the other. */
  subtract(other: CidrSet): CidrSet {
    return new CidrSet(subtract(this.spans, other.spans));
  }

  /** The addresses that are in both sets. */
  intersect(other: CidrSet): CidrSet {
    return new CidrSet(intersect(this.spans, other.spans));
  }

  /** True when every address of the other set is in this one. The empty set is in every set. */
  contains(other: CidrSet): boolean {
    return subtract(other.spans, this.spans).length === 0;
  }

  /** True when the two sets share an address. */
  overlaps(other: CidrSet): boolean {
    return intersect(this.spans, other.spans).length > 0;
  }

  /** True when both sets hold the same addresses. */
  equals(other: CidrSet): boolean {
    return equalSpans(this.spans, other.spans);
  }

  /** The fewest blocks that make up exactly this set, rising, IPv4 before IPv6. */
  cidrs(): Cidr[] {
    return this.spans.flatMap(blocksOf);
  }
}

/** The fewest blocks that hold exactly the addresses of `blocks`: neighbours joined, inner ones swallowed, rising. */
export function merge(blocks: Iterable<Cidr>): Cidr[] {
  return CidrSet.of(blocks).cidrs();
}

/** The smallest single block that holds all of `blocks`, or undefined when there are none or both families are among them. */
export function supernet(blocks: readonly Cidr[]): Cidr | undefined {
  const [one] = blocks;
  if (!one || blocks.some((block) => block.family !== one.family)) return undefined;
  const first = blocks.reduce((low, block) => (block.first < low ? block.first : low), one.first);
  const last = blocks.reduce((high, block) => (block.last > high ? block.last : high), one.last);
  const differing = first ^ last;
  const hostBits = differing === 0n ? 0 : differing.toString(2).length;
  return Cidr.around(one.family, first, (one.family === 4 ? 32 : 128) - hostBits);
}

/** The block as a run on the common line of both families. */
export function lineOf(block: Cidr): Span {
  const start = block.family === 4 ? 0n : IPV6_START;
  return { from: start + block.first, end: start + block.last + 1n };
}

/** The whole line of one family. */
export function familyLine(family: 4 | 6): Spans {
  return [lineOf(Cidr.around(family, 0n, 0))];
}

/** The part of a set of addresses that belongs to one family. */
export function ofFamily(family: 4 | 6, addresses: Spans): Spans {
  return intersect(addresses, familyLine(family));
}

/** Where an address lies on the common line. */
export function pointOf(family: 4 | 6, address: bigint): bigint {
  return family === 4 ? address : IPV6_START + address;
}

/** The blocks of one run, the largest that fits taken each time. */
function blocksOf(run: Span): Cidr[] {
  const family = run.from < IPV6_START ? 4 : 6;
  const start = family === 4 ? 0n : IPV6_START;
  const bits = family === 4 ? 32 : 128;
  const end = run.end - start;
  const blocks: Cidr[] = [];
  for (let at = run.from - start; at < end; ) {
    const block = Cidr.around(family, at, bits - hostBitsOf(at, end - at, bits));
    blocks.push(block);
    at = block.last + 1n;
  }
  return blocks;
}

/** How large a block may start at `at` (its trailing zeros) and hold no more than `room` addresses, in host bits. */
function hostBitsOf(at: bigint, room: bigint, bits: number): number {
  const aligned = at === 0n ? bits : (at & -at).toString(2).length - 1;
  const fitting = room.toString(2).length - 1;
  return Math.min(aligned, fitting);
}
