import { describe, expect, it } from 'vitest';
import { bits, octets, oid, sequence, utcTime } from '../../src/sandbox/der.js';

describe('DER', () => {
  it('packs object identifiers in groups of seven bits', () => {
    expect(oid('1.2.840.10045.4.3.2').toString('hex')).toBe('06082a8648ce3d040302');
    expect(oid('2.5.29.17').toString('hex')).toBe('0603551d11');
  });

  it('writes the length in as few bytes as it takes', () => {
    expect(octets(Buffer.alloc(127)).subarray(0, 2).toString('hex')).toBe('047f');
    expect(octets(Buffer.alloc(128)).subarray(0, 3).toString('hex')).toBe('048180');
    expect(octets(Buffer.alloc(256)).subarray(0, 4).toString('hex')).toBe('04820100');
  });

  it('nests', () => {
    expect(sequence(bits(Buffer.from([0x06]), 1)).toString('hex')).toBe('300403020106');
  });

  it('writes times in UTC', () => {
    const time = utcTime(new Date('2026-11-22T17:03:26.500Z'));
    expect(time.subarray(2).toString()).toBe('261122170326Z');
  });
});
