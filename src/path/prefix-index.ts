import type { Address } from './address.js';
import type { Cidr } from './cidr.js';
import { lineOf, pointOf } from './cidr-set.js';
import { compare, type Span, type Spans, toSpans } from './spans.js';

/** One block of the index, with what was put there. */
export interface PrefixEntry<T> {
  /** The block. */
  readonly cidr: Cidr;
  /** What was put in under this block, in the order of the input; never empty. */
  readonly values: readonly T[];
  /** The next larger block around this one that is in the index too. */
  readonly parent: PrefixEntry<T> | undefined;
}

/** A part of a set of addresses, and the most specific block that holds it. */
export interface IndexedPart<T> {
  /** The block; undefined when no block holds these addresses. */
  readonly entry: PrefixEntry<T> | undefined;
  /** The addresses, on the line of `lineOf`. */
  readonly addresses: Spans;
}

/**
 * Longest-prefix look-up. Blocks either nest or are apart, so the nested blocks flatten into a row of stretches, each
 * with one most specific block: a look-up is one binary search, and `parent` leads from there to the less specific.
 */
export class PrefixIndex<T> {
  /** Where each stretch starts, rising; a stretch ends where the next one starts. */
  readonly #starts: readonly bigint[];
  /** The most specific block of each stretch. */
  readonly #owners: readonly (PrefixEntry<T> | undefined)[];
  /** The starts of the IPv4 stretches again, as plain numbers: about eight times faster to compare than bigint. */
  readonly #ipv4Starts: Uint32Array;

  /** Builds the index; several values may share a block. */
  constructor(values: Iterable<readonly [Cidr, T]>) {
    const stretches = flatten(nest(values));
    this.#starts = stretches.map((stretch) => stretch.start);
    this.#owners = stretches.map((stretch) => stretch.owner);
    this.#ipv4Starts = Uint32Array.from(
      this.#starts.filter((start) => start <= 0xffff_ffffn),
      Number,
    );
  }

  /** The most specific block that holds the address. */
  lookup(address: Address): PrefixEntry<T> | undefined {
    if (address.family === 4) return this.lookupIpv4(Number(address.value));
    return this.#owners[this.#stretchAt(pointOf(6, address.value))];
  }

  /** The same for an IPv4 address that is already a number, 0 to 2^32-1. The fast way. */
  lookupIpv4(address: number): PrefixEntry<T> | undefined {
    let low = 0;
    let high = this.#ipv4Starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#ipv4Starts[middle] ?? 0) <= address) low = middle + 1;
      else high = middle;
    }
    return this.#owners[low - 1];
  }

  /** Cuts a set of addresses along the blocks: one part for each block that is the most specific somewhere. */
  divide(addresses: Spans): IndexedPart<T>[] {
    const parts = new Map<PrefixEntry<T> | undefined, Span[]>();
    for (const { from, end } of addresses) {
      let at = from;
      for (let i = this.#stretchAt(from); at < end; i += 1) {
        const next = this.#starts[i + 1];
        const stop = next === undefined || end < next ? end : next;
        const owner = this.#owners[i];
        const part = parts.get(owner);
        if (part) part.push({ from: at, end: stop });
        else parts.set(owner, [{ from: at, end: stop }]);
        at = stop;
      }
    }
    return Array.from(parts, ([entry, spans]) => ({ entry, addresses: toSpans(spans) }));
  }

  /** The stretch that holds the point; -1 before the first. */
  #stretchAt(point: bigint): number {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#starts[middle] ?? 0n) <= point) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

interface Nested<T> {
  readonly entry: PrefixEntry<T>;
  /** The entry's own values, while they are being collected. */
  readonly values: T[];
  readonly line: Span;
}

/** One entry per block, outer before inner, rising; each knows its parent. */
function nest<T>(values: Iterable<readonly [Cidr, T]>): Nested<T>[] {
  const sorted = Array.from(values, ([cidr, value]) => ({ cidr, value, line: lineOf(cidr) })).sort(
    (a, b) => compare(a.line.from, b.line.from) || a.cidr.prefix - b.cidr.prefix,
  );
  const nested: Nested<T>[] = [];
  const open: Nested<T>[] = [];
  for (const { cidr, value, line } of sorted) {
    const before = nested.at(-1);
    if (before?.line.from === line.from && before.line.end === line.end) {
      before.values.push(value);
      continue;
    }
    while (open.length > 0 && (open.at(-1)?.line.end ?? 0n) <= line.from) open.pop();
    const own = [value];
    const block = { entry: { cidr, values: own, parent: open.at(-1)?.entry }, values: own, line };
    nested.push(block);
    open.push(block);
  }
  return nested;
}

interface Stretch<T> {
  readonly start: bigint;
  readonly owner: PrefixEntry<T> | undefined;
}

/** Walks the blocks from left to right, and notes each point where the most specific block changes. */
function flatten<T>(nested: readonly Nested<T>[]): Stretch<T>[] {
  const stretches: Stretch<T>[] = [];
  const note = (start: bigint, owner: PrefixEntry<T> | undefined) => {
    if (stretches.at(-1)?.start === start) stretches.pop();
    stretches.push({ start, owner });
  };
  const open: Nested<T>[] = [];
  const closeUpTo = (point: bigint | undefined) => {
    for (let top = open.at(-1); top && (point === undefined || top.line.end <= point); top = open.at(-1)) {
      open.pop();
      note(top.line.end, open.at(-1)?.entry);
    }
  };
  for (const block of nested) {
    closeUpTo(block.line.from);
    note(block.line.from, block.entry);
    open.push(block);
  }
  closeUpTo(undefined);
  return stretches;
}
