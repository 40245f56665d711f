import { describe, expect, it } from 'vitest';
import { cidr } from '../../src/path/cidr.js';
import { LOOPBACK, PRIVATE, RFC1918, specialPurpose, within } from '../../src/path/ranges.js';

describe('ranges', () => {
  it.each([
    ['10.0.0.0/8', true, true],
    ['172.31.255.0/24', true, true],
    ['172.32.0.0/16', false, false],
    ['192.168.0.0/15', false, false],
    ['100.64.0.0/10', false, true],
    ['fd00::/16', false, true],
    ['2001:db8::/32', false, false],
  ])('%s: RFC 1918 %s, private %s', (text, rfc1918, isPrivate) => {
    expect(within(cidr(text), RFC1918)).toBe(rfc1918);
    expect(within(cidr(text), PRIVATE)).toBe(isPrivate);
  });

  it('knows the loopback of both families', () => {
    expect(within(cidr('127.0.0.1/32'), LOOPBACK)).toBe(true);
    expect(within(cidr('::1/128'), LOOPBACK)).toBe(true);
  });

  it.each([
    ['0.0.0.0/0', 'reserved ("this network", RFC 791)'],
    ['127.0.0.1/32', 'loopback'],
    ['169.254.0.0/24', 'link-local'],
    ['232.0.0.0/8', 'multicast'],
    ['255.255.255.255/32', 'reserved (RFC 1112)'],
    ['10.0.0.0/8', undefined],
  ])('names the purpose of %s', (text, name) => {
    expect(specialPurpose(cidr(text))).toBe(name);
  });
});
