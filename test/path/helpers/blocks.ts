import fc from 'fast-check';
import { Cidr } from '../../../src/path/cidr.js';

/** Where a universe of 256 addresses lies. */
export interface Universe {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly name: string;
}

export const UNIVERSES: readonly Universe[] = [
  { family: 4, first: 0xc0a80700n, name: '192.168.7.0/24' },
  { family: 4, first: 0xffffff00n, name: '255.255.255.0/24' },
  { family: 6, first: (0xfd00n << 112n) | 0x500n, name: 'fd00::500/120' },
  { family: 6, first: (1n << 128n) - 256n, name: 'the last 256 of IPv6' },
];

/** The number of leading bits that the universe fixes. */
export const prefixOf = ({ family }: Universe) => (family === 4 ? 24 : 120);

/** Blocks of a universe, small ones as often as large ones. */
export function blocksIn(universe: Universe): fc.Arbitrary<Cidr> {
  return fc
    .record({ at: fc.nat(255), bits: fc.integer({ min: 0, max: 8 }) })
    .map(({ at, bits }) =>
      Cidr.around(universe.family, universe.first + BigInt(at), prefixOf(universe) + bits),
    );
}

/** The addresses of blocks, one bit for each address of the universe. */
export function bitsOf(blocks: readonly Cidr[], { first }: Universe): bigint {
  let bits = 0n;
  for (const block of blocks) {
    const count = block.last - block.first + 1n;
    bits |= ((1n << count) - 1n) << (block.first - first);
  }
  return bits;
}

/** Any block of the whole address space, with lengths spread evenly. */
export const anyBlock: fc.Arbitrary<Cidr> = fc.oneof(
  fc
    .record({ value: fc.bigInt({ min: 0n, max: 0xffff_ffffn }), prefix: fc.integer({ min: 0, max: 32 }) })
    .map(({ value, prefix }) => Cidr.around(4, value, prefix)),
  fc
    .record({
      value: fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }),
      prefix: fc.integer({ min: 0, max: 128 }),
    })
    .map(({ value, prefix }) => Cidr.around(6, value, prefix)),
);

/** Ten thousand cases, always the same ones. */
export const TEN_THOUSAND = { numRuns: 10_000, seed: 424_242 };
