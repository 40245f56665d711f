import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Cidr } from '../../src/path/cidr.js';
import { CidrSet, merge, supernet } from '../../src/path/cidr-set.js';
import { bitsOf, blocksIn, prefixOf, TEN_THOUSAND, UNIVERSES, type Universe } from './helpers/blocks.js';
import { cidrs } from './helpers/fixtures.js';

/** 10,000 cases for each operation, spread over the universes. */
const RUNS = { ...TEN_THOUSAND, numRuns: TEN_THOUSAND.numRuns / UNIVERSES.length };

const listsIn = (universe: Universe) => fc.array(blocksIn(universe), { maxLength: 5 });

describe.each(UNIVERSES)('CidrSet in $name, against one bit per address', (universe) => {
  const bits = (blocks: readonly Cidr[]) => bitsOf(blocks, universe);
  const pairs = (holds: (a: Cidr[], b: Cidr[]) => boolean) =>
    fc.assert(fc.property(listsIn(universe), listsIn(universe), holds), RUNS);
  const lists = (holds: (blocks: Cidr[]) => boolean) =>
    fc.assert(fc.property(listsIn(universe), holds), RUNS);

  it('subtracts', () => {
    pairs((a, b) => bits(CidrSet.of(a).subtract(CidrSet.of(b)).cidrs()) === (bits(a) & ~bits(b)));
  });

  it('intersects', () => {
    pairs((a, b) => {
      const common = CidrSet.of(a).intersect(CidrSet.of(b));
      const touch = CidrSet.of(a).overlaps(CidrSet.of(b));
      return bits(common.cidrs()) === (bits(a) & bits(b)) && touch === !common.isEmpty;
    });
  });

  it('unites', () => {
    pairs((a, b) => {
      const both = CidrSet.of(a).union(CidrSet.of(b));
      const expected = bits(a) | bits(b);
      return bits(both.cidrs()) === expected && both.size === countBits(expected);
    });
  });

  it('contains and equals', () => {
    pairs((a, b) => {
      const contains = CidrSet.of(a).contains(CidrSet.of(b)) === ((bits(b) & ~bits(a)) === 0n);
      return contains && CidrSet.of(a).equals(CidrSet.of(b)) === (bits(a) === bits(b));
    });
  });

  it('merges into the fewest blocks', () => {
    lists((blocks) => {
      const merged = merge(blocks);
      const rising = merged.every(
        (block, index) => index === 0 || (merged[index - 1]?.last ?? 0n) < block.first,
      );
      return bits(merged) === bits(blocks) && merged.length === fewestBlocks(bits(blocks)) && rising;
    });
  });

  it('finds the smallest block around all', () => {
    lists((blocks) => {
      const around = supernet(blocks);
      if (!around) return blocks.length === 0;
      const halves = around.prefix < prefixOf(universe) + 8 ? halvesOf(around) : [];
      const within = (block: Cidr) => (bits(blocks) & ~bits([block])) === 0n;
      return within(around) && !halves.some(within);
    });
  });
});

describe('CidrSet', () => {
  it('keeps the last IPv4 and first IPv6 block apart', () => {
    const both = CidrSet.of(cidrs('255.255.255.255/32', '::/128', '0.0.0.0/0'));
    expect(both.cidrs().map(String)).toEqual(['0.0.0.0/0', '::/128']);
    expect(both.size).toBe(2n ** 32n + 1n);
  });

  it('holds all of both families', () => {
    expect(
      CidrSet.of(cidrs('0.0.0.0/1', '::/1', '8000::/1', '128.0.0.0/1'))
        .cidrs()
        .map(String),
    ).toEqual(['0.0.0.0/0', '::/0']);
  });

  it('cuts a network around a hole', () => {
    const left = CidrSet.of(cidrs('10.0.0.0/8')).subtract(CidrSet.of(cidrs('10.64.0.0/10')));
    expect(left.cidrs().map(String)).toEqual(['10.0.0.0/10', '10.128.0.0/9']);
  });
});

describe('supernet', () => {
  it('is none for no block or both families', () => {
    expect(supernet([])).toBeUndefined();
    expect(supernet(cidrs('10.0.0.0/8', 'fd00::/8'))).toBeUndefined();
    expect(supernet(cidrs('0.0.0.0/32', '255.0.0.0/32'))?.toString()).toBe('0.0.0.0/0');
  });
});

/** Counts in the tree of halves: a full half is one block, an empty one none. */
function fewestBlocks(bits: bigint, size = 256n): number {
  if (bits === 0n) return 0;
  const full = (1n << size) - 1n;
  if (bits === full) return 1;
  const half = size / 2n;
  return fewestBlocks(bits & ((1n << half) - 1n), half) + fewestBlocks(bits >> half, half);
}

function countBits(bits: bigint): bigint {
  return BigInt(bits.toString(2).replaceAll('0', '').length);
}

function halvesOf({ family, prefix, first, last }: Cidr): Cidr[] {
  return [Cidr.around(family, first, prefix + 1), Cidr.around(family, last, prefix + 1)];
}
