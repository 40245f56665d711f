import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cidr } from '../../src/path/cidr.js';
import { nextFreeBlock } from '../../src/path/free-block.js';
import { RFC1918 } from '../../src/path/ranges.js';
import { bitsOf, blocksIn, prefixOf, TEN_THOUSAND, UNIVERSES } from './helpers/blocks.js';
import { cidrs } from './helpers/fixtures.js';

describe('nextFreeBlock', () => {
  it('finds the lowest block that touches nothing', () => {
    const avoid = cidrs('10.0.0.0/16', '10.1.128.0/17', '10.3.0.0/16');
    expect(nextFreeBlock({ prefix: 16, pools: cidrs('10.0.0.0/8'), avoid })?.toString()).toBe('10.2.0.0/16');
    expect(nextFreeBlock({ prefix: 17, pools: cidrs('10.0.0.0/8'), avoid })?.toString()).toBe('10.1.0.0/17');
  });

  it('takes the pools in their order', () => {
    const avoid = cidrs('10.0.0.0/8');
    expect(nextFreeBlock({ prefix: 16, pools: RFC1918, avoid })?.toString()).toBe('172.16.0.0/16');
    const pools = cidrs('192.168.0.0/16', '10.0.0.0/8');
    expect(nextFreeBlock({ prefix: 24, pools, avoid: [] })?.toString()).toBe('192.168.0.0/24');
  });

  it('finds none when every pool is full or small', () => {
    expect(
      nextFreeBlock({ prefix: 16, pools: cidrs('10.0.0.0/16'), avoid: cidrs('10.0.9.0/24') }),
    ).toBeUndefined();
    expect(nextFreeBlock({ prefix: 8, pools: cidrs('10.0.0.0/16'), avoid: [] })).toBeUndefined();
    expect(nextFreeBlock({ prefix: 33, pools: cidrs('10.0.0.0/16'), avoid: [] })).toBeUndefined();
    expect(nextFreeBlock({ prefix: 64, pools: cidrs('fd00::/48'), avoid: [] })?.toString()).toBe('fd00::/64');
  });

  it.each(UNIVERSES)('agrees with trying every block in $name', (universe) => {
    const searches = fc.record({
      bits: fc.integer({ min: 0, max: 8 }),
      pools: fc.array(blocksIn(universe), { maxLength: 3 }),
      avoid: fc.array(blocksIn(universe), { maxLength: 10 }),
    });
    fc.assert(
      fc.property(searches, ({ bits, pools, avoid }) => {
        const taken = bitsOf(avoid, universe);
        const size = 256n >> BigInt(bits);
        const starts = Array.from({ length: 2 ** bits }, (_, index) => BigInt(index) * size);
        const free = (at: bigint, pool: Cidr) =>
          ((((1n << size) - 1n) << at) & (taken | ~bitsOf([pool], universe))) === 0n;
        const found = pools.flatMap((pool) => starts.filter((at) => free(at, pool)).slice(0, 1))[0];
        const prefix = prefixOf(universe) + bits;
        const block = nextFreeBlock({ prefix, pools, avoid });
        if (!block || found === undefined) return block === found;
        return block.prefix === prefix && block.first === universe.first + found;
      }),
      { ...TEN_THOUSAND, numRuns: TEN_THOUSAND.numRuns / UNIVERSES.length },
    );
  });
});
