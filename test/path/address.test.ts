import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { formatAddress, ipv4Number, parseAddress } from '../../src/path/address.js';
import { TEN_THOUSAND } from './helpers/blocks.js';

describe('parseAddress', () => {
  it.each([
    ['0.0.0.0', 0n],
    ['255.255.255.255', 0xffff_ffffn],
    ['10.0.0.1', 0x0a00_0001n],
    ['::', 0n],
    ['::1', 1n],
    ['FD00::A', (0xfd00n << 112n) | 10n],
    ['1:2:3:4:5:6:7::', 0x0001_0002_0003_0004_0005_0006_0007_0000n],
    ['1:2:3:4:5:6:7:8', 0x0001_0002_0003_0004_0005_0006_0007_0008n],
    ['::ffff:10.0.0.1', 0xffff_0a00_0001n],
    ['ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', (1n << 128n) - 1n],
  ])('reads %s', (text, value) => {
    expect(parseAddress(text)).toEqual({ family: text.includes(':') ? 6 : 4, value });
  });

  it.each([
    '',
    ' 10.0.0.1',
    '10.0.0.1 ',
    '10.0.0.1\n',
    '10.0.0',
    '10.0.0.1.2',
    '10.0.0.',
    '.10.0.0',
    '10..0.1',
    '010.0.0.1',
    '00.0.0.0',
    '256.0.0.1',
    '1e1.0.0.1',
    '0x0a.0.0.1',
    '-1.0.0.1',
    '+1.0.0.1',
    '167772161',
    '١٠.0.0.1',
    ':',
    ':::',
    '::1::',
    ':1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    '12345::',
    'g::',
    'fe80::1%eth0',
    '[::1]',
    '::ffff:10.0.0.256',
    '::10.0.0.1:1',
    '::10.0.1',
    '10.0.0.1::',
  ])('refuses %j', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });
});

describe('ipv4Number', () => {
  it('reads any text as parseAddress does', () => {
    const texts = fc.oneof(fc.string({ unit: fc.constantFrom(...'0129.') }), fc.ipV4());
    fc.assert(
      fc.property(texts, (text) => {
        const address = parseAddress(text);
        expect(ipv4Number(text)).toBe(address && Number(address.value));
        expect(address !== undefined).toBe(isDotted(text));
      }),
      TEN_THOUSAND,
    );
  });
});

describe('formatAddress', () => {
  it.each([
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    ['1:0:0:2:0:0:3:4', '1::2:0:0:3:4'],
    ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['1:0:0:0:0:0:0:0', '1::'],
    ['ABCD:0:0:0:0:0:0:0EF0', 'abcd::ef0'],
  ])('prints %s as RFC 5952 says', (text, printed) => {
    expect(formatAddress(6, parseAddress(text)?.value ?? 0n)).toBe(printed);
  });

  it('agrees with ipaddr.js on any address', () => {
    const addresses = fc.oneof(
      fc.record({ family: fc.constant(4 as const), value: fc.bigInt({ min: 0n, max: 0xffff_ffffn }) }),
      fc.record({ family: fc.constant(6 as const), value: sparse }),
    );
    fc.assert(
      fc.property(addresses, ({ family, value }) => {
        const text = formatAddress(family, value);
        expect(text).toBe(ipaddr.parse(text).toString());
        expect(parseAddress(text)).toEqual({ family, value });
      }),
      TEN_THOUSAND,
    );
  });
});

/** IPv6 addresses with many groups of zeros, where the printing is hard. */
const sparse = fc
  .array(fc.oneof(fc.constant(0n), fc.bigInt({ min: 0n, max: 0xffffn })), { minLength: 8, maxLength: 8 })
  .map((groups) => groups.reduce((value, group) => (value << 16n) | group, 0n));

const isDotted = (text: string) => {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => part === String(Number(part)) && Number(part) < 256);
};
