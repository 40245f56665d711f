import { Option } from 'commander';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { memoryBytes, milliseconds, several, wholeNumber, withEnv } from '../../src/cli/flags.js';

describe('flags', () => {
  it.each([
    ['3GB', 3_000_000_000],
    ['12.5gb', 12_500_000_000],
    ['4GiB', 4_294_967_296],
    ['3000000000', 3_000_000_000],
  ])('read %s as bytes', (text, bytes) => {
    expect(memoryBytes(text)).toBe(bytes);
  });

  it.each(['', 'GB', '3 PB', '-1GB', '0', '1e9', '0.0000000001GB'])('refuse %j as memory', (text) => {
    expect(() => memoryBytes(text)).toThrow('amount of memory');
  });

  it.each(['', '0', '-1', '1.5', '1e3', '0x10', '2147483648', 'soon'])(
    'refuse %j as milliseconds',
    (text) => {
      expect(() => milliseconds(text)).toThrow('whole number from 1 to 2147483647');
    },
  );

  it('read whole numbers up to the limit', () => {
    expect([wholeNumber(0, 5)('0'), wholeNumber(0, 5)('5')]).toEqual([0, 5]);
    expect(() => wholeNumber(0, 5)('6')).toThrow('from 0 to 5');
  });

  it('collect what is given several times, or with commas', () => {
    expect(several('c', several('a, b,'))).toEqual(['a', 'b', 'c']);
  });

  it('take an empty variable for none', () => {
    vi.stubEnv('DFCLOUD_TEST', '');
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    expect(withEnv(new Option('--x <y>'), 'DFCLOUD_TEST').envVar).toBeUndefined();
    expect(withEnv(new Option('--x <y>'), 'DFCLOUD_OTHER').envVar).toBe('DFCLOUD_OTHER');
  });
});
