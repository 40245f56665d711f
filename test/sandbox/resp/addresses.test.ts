import { describe, expect, it } from 'vitest';
import { lastCandidates, loopbackBlock, usualCandidates } from '../../../src/sandbox/resp/addresses.js';

describe('addresses for listeners', () => {
  it('come from the network itself where it is loopback', () => {
    const [first, second] = usualCandidates(loopbackBlock('127.10.0.0/16'), 6379);
    expect([first, second]).toEqual([
      { address: '127.10.0.10', port: 6379 },
      { address: '127.10.0.11', port: 6379 },
    ]);
  });

  it('come from the loopback block of the same form otherwise', () => {
    expect(String(loopbackBlock('192.168.4.0/24'))).toBe('127.168.4.0/24');
    expect(String(loopbackBlock('10.20.0.0/16'))).toBe('127.20.0.0/16');
  });

  it('stay within a small block and leave out its last address', () => {
    const addresses = [...usualCandidates(loopbackBlock('127.1.2.0/28'), 6379)].map(({ address }) => address);
    expect(addresses).toEqual(['127.1.2.10', '127.1.2.11', '127.1.2.12', '127.1.2.13', '127.1.2.14']);
  });

  it('change the port last, when no other address can be had', () => {
    expect(lastCandidates(loopbackBlock('127.10.0.0/16'), 6379)).toEqual([
      { address: '127.0.0.1', port: 6379 },
      { address: '127.10.0.10', port: 0 },
      { address: '127.0.0.1', port: 0 },
    ]);
  });
});
