import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../src/path/address.js';
import type { Cidr } from '../../src/path/cidr.js';
import { CidrSet } from '../../src/path/cidr-set.js';
import { PrefixIndex } from '../../src/path/prefix-index.js';
import { anyBlock, blocksIn, TEN_THOUSAND, UNIVERSES } from './helpers/blocks.js';
import { cidrs } from './helpers/fixtures.js';

const indexOf = (blocks: readonly Cidr[]) =>
  new PrefixIndex(blocks.map((block) => [block, String(block)] as const));
const lookup = (index: PrefixIndex<string>, text: string) => {
  const address = parseAddress(text);
  return address && index.lookup(address)?.cidr.toString();
};

describe('PrefixIndex', () => {
  const index = indexOf(
    cidrs('0.0.0.0/0', '10.0.0.0/8', '10.0.0.0/16', '10.0.1.0/24', '255.0.0.0/8', 'fd00::/8'),
  );

  it.each([
    ['10.0.1.1', '10.0.1.0/24'],
    ['10.0.2.1', '10.0.0.0/16'],
    ['10.1.0.0', '10.0.0.0/8'],
    ['11.0.0.0', '0.0.0.0/0'],
    ['255.255.255.255', '255.0.0.0/8'],
    ['fd12::1', 'fd00::/8'],
    ['fe00::', undefined],
    ['::', undefined],
  ])('finds the longest prefix of %s', (address, block) => {
    expect(lookup(index, address)).toBe(block);
  });

  it('leads from a block to those around it', () => {
    const entry = index.lookupIpv4(0x0a000101);
    expect([entry?.cidr, entry?.parent?.cidr, entry?.parent?.parent?.cidr].map(String)).toEqual([
      '10.0.1.0/24',
      '10.0.0.0/16',
      '10.0.0.0/8',
    ]);
    expect(entry?.parent?.parent?.parent?.parent).toBeUndefined();
  });

  it('keeps values of one block in order', () => {
    const [block] = cidrs('10.0.0.0/8');
    const pairs = block ? [[block, 'a'] as const, [block, 'b'] as const] : [];
    expect(new PrefixIndex(pairs).lookupIpv4(0x0a000000)?.values).toEqual(['a', 'b']);
  });

  it('finds nothing when it is empty', () => {
    expect(new PrefixIndex<string>([]).lookupIpv4(1)).toBeUndefined();
    expect(new PrefixIndex<string>([]).divide(CidrSet.of(cidrs('::/0')).spans)).toHaveLength(1);
  });

  it('agrees with subnetMatch of ipaddr.js', () => {
    const tables = fc.record({
      blocks: fc.array(anyBlock, { minLength: 1, maxLength: 12 }),
      other: anyBlock,
    });
    fc.assert(
      fc.property(tables, fc.nat(), ({ blocks, other }, pick) => {
        const near = blocks[pick % blocks.length] ?? other;
        const address = { family: near.family, value: pick % 3 === 0 ? other.first : near.last };
        if (pick % 3 === 0 && other.family !== near.family) return;
        const list = blocks
          .filter((block) => block.family === near.family)
          .sort((a, b) => b.prefix - a.prefix)
          .map((block): [string, Range[]] => [String(block), [ipaddr.parseCIDR(String(block))]]);
        const text = String(pick % 3 === 0 ? other : near).replace(/\/.*/, '');
        const theirs = ipaddr.parse(text);
        const ours = parseAddress(text);
        expect((ours && indexOf(blocks).lookup(ours)?.cidr.toString()) ?? 'none').toBe(
          ipaddr.subnetMatch(theirs, Object.fromEntries(list), 'none'),
        );
        expect(indexOf(blocks).lookup(address)?.cidr.prefix).toBe(
          longest(blocks, address.value, near.family),
        );
      }),
      { ...TEN_THOUSAND, numRuns: 3000 },
    );
  });

  it.each(UNIVERSES)('divides as single look-ups do in $name', (universe) => {
    const tables = fc.record({
      blocks: fc.array(blocksIn(universe), { maxLength: 10 }),
      asked: fc.array(blocksIn(universe), { maxLength: 4 }),
    });
    fc.assert(
      fc.property(tables, ({ blocks, asked }) => {
        const parts = indexOf(blocks).divide(CidrSet.of(asked).spans);
        for (const { entry, addresses } of parts) {
          for (const block of CidrSet.fromSpans(addresses).cidrs()) {
            const ends = [block.first, block.last].map((at) => longest(blocks, at, universe.family));
            expect(ends).toEqual([entry?.cidr.prefix, entry?.cidr.prefix]);
          }
        }
        const whole = parts.flatMap(({ addresses }) => CidrSet.fromSpans(addresses).cidrs());
        expect(CidrSet.of(whole).equals(CidrSet.of(asked))).toBe(true);
      }),
      { ...TEN_THOUSAND, numRuns: 1000 },
    );
  });
});

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

function longest(blocks: readonly Cidr[], address: bigint, family: 4 | 6): number | undefined {
  const holding = blocks.filter(
    (block) => block.family === family && block.first <= address && address <= block.last,
  );
  return holding.length === 0 ? undefined : Math.max(...holding.map(({ prefix }) => prefix));
}
