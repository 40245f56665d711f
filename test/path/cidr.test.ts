import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { Cidr, cidr, hostCidr, parseCidr } from '../../src/path/cidr.js';
import { anyBlock, bitsOf, blocksIn, TEN_THOUSAND, UNIVERSES } from './helpers/blocks.js';

describe('parseCidr', () => {
  it.each([
    ['10.0.0.0/16', '10.0.0.0/16'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['10.0.0.1/32', '10.0.0.1/32'],
    ['::/0', '::/0'],
    ['FD00:0:0::/8', 'fd00::/8'],
    ['2001:DB8::1/128', '2001:db8::1/128'],
  ])('reads %s', (text, printed) => {
    const result = parseCidr(text);
    expect(result.ok && result.cidr.toString()).toBe(printed);
  });

  it.each([
    ['10.0.0.0', 'prefix_missing', '10.0.0.0/32'],
    ['fd00::', 'prefix_missing', 'fd00::/128'],
    ['10.0.0.1/16', 'host_bits', '10.0.0.0/16'],
    ['fd00::1/8', 'host_bits', 'fd00::/8'],
    ['10.0.0.0/33', 'prefix_range', undefined],
    ['fd00::/129', 'prefix_range', undefined],
    ['10.0.0.0/', 'prefix_range', undefined],
    ['10.0.0.0/08', 'prefix_range', undefined],
    ['10.0.0.0/-1', 'prefix_range', undefined],
    ['10.0.0.0/8 ', 'prefix_range', undefined],
    ['10.0.0.0/8/8', 'prefix_range', undefined],
    ['10.0.0.0/1e1', 'prefix_range', undefined],
    ['10.0.0.0/255.0.0.0', 'prefix_range', undefined],
    ['10.0/16', 'not_a_cidr', undefined],
    ['010.0.0.0/8', 'not_a_cidr', undefined],
    [' 10.0.0.0/8', 'not_a_cidr', undefined],
    ['fe80::%1/64', 'not_a_cidr', undefined],
    ['/8', 'not_a_cidr', undefined],
    ['', 'not_a_cidr', undefined],
    ['default', 'not_a_cidr', undefined],
  ])('refuses %j: %s', (text, reason, suggestion) => {
    const result = parseCidr(text);
    expect(result).toMatchObject({ ok: false, reason });
    expect(!result.ok && result.suggestion?.toString()).toBe(suggestion);
  });

  it('reads what it prints', () => {
    fc.assert(
      fc.property(anyBlock, (block) => {
        expect(parseCidr(block.toString())).toEqual({ ok: true, cidr: block });
      }),
      TEN_THOUSAND,
    );
  });
});

describe('Cidr', () => {
  it('has the bounds that ipaddr.js computes', () => {
    fc.assert(
      fc.property(anyBlock, (block) => {
        const theirs = block.family === 4 ? ipaddr.IPv4 : ipaddr.IPv6;
        expect(hostCidr(theirs.networkAddressFromCIDR(block.toString()).toString())?.first).toBe(block.first);
        expect(hostCidr(theirs.broadcastAddressFromCIDR(block.toString()).toString())?.first).toBe(
          block.last,
        );
      }),
      TEN_THOUSAND,
    );
  });

  it('contains what ipaddr.js matches', () => {
    const near = fc.record({ outer: anyBlock, other: anyBlock, bits: fc.nat(128), inside: fc.boolean() });
    fc.assert(
      fc.property(near, ({ outer, other, bits, inside }) => {
        const last = outer.family === 4 ? 32 : 128;
        const inner = inside
          ? Cidr.around(outer.family, outer.last, Math.min(last, Math.max(0, outer.prefix + (bits % 5) - 2)))
          : other;
        const [holds, held] = [matchOf(outer, inner), matchOf(inner, outer)];
        return outer.contains(inner) === holds && outer.overlaps(inner) === (holds || held);
      }),
      TEN_THOUSAND,
    );
  });

  it.each(UNIVERSES)('contains and overlaps as sets do in $name', (universe) => {
    fc.assert(
      fc.property(blocksIn(universe), blocksIn(universe), (a, b) => {
        const [ofA, ofB] = [bitsOf([a], universe), bitsOf([b], universe)];
        return a.contains(b) === ((ofB & ~ofA) === 0n) && a.overlaps(b) === ((ofA & ofB) !== 0n);
      }),
      { ...TEN_THOUSAND, numRuns: 2500 },
    );
  });

  it('serialises as its text', () => {
    expect(JSON.stringify({ block: cidr('10.0.0.0/8') })).toBe('{"block":"10.0.0.0/8"}');
  });
});

describe('hostCidr', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1/32'],
    ['::1', '::1/128'],
    ['localhost', undefined],
    ['10.0.0.1/32', undefined],
  ])('of %s is %s', (text, printed) => {
    expect(hostCidr(text)?.toString()).toBe(printed);
  });
});

describe('cidr', () => {
  it('throws on what is no canonical block', () => {
    expect(() => cidr('10.0.0.1/8')).toThrow(RangeError);
  });
});

function matchOf(outer: Cidr, inner: Cidr): boolean {
  if (outer.family !== inner.family || outer.prefix > inner.prefix) return false;
  const [address, range] = [
    ipaddr.parse(inner.toString().split('/')[0] ?? ''),
    ipaddr.parseCIDR(outer.toString()),
  ];
  return address.match(range);
}
