import { describe, expect, it } from 'vitest';
import { clusterShards, SLOTS, slotOf, slotRanges } from '../../../src/sandbox/resp/cluster.js';
import { encode } from '../../../src/sandbox/resp/reply.js';

describe('hash slots', () => {
  it('are those of the Redis Cluster specification', () => {
    // CRC16 of 123456789 is 0x31C3; the specification names it as the test vector.
    expect(slotOf(Buffer.from('123456789'))).toBe(0x31c3 % SLOTS);
    expect(slotOf(Buffer.from('foo'))).toBe(12182);
  });

  it('depend on the braces only, unless they are empty', () => {
    expect(slotOf(Buffer.from('{user1}.a'))).toBe(slotOf(Buffer.from('user1')));
    expect(slotOf(Buffer.from('{}.a'))).not.toBe(slotOf(Buffer.from('')));
    expect(slotOf(Buffer.from('{a'))).not.toBe(slotOf(Buffer.from('a')));
  });

  it('are shared out without gaps', () => {
    for (const count of [1, 2, 3, 7]) {
      const ranges = slotRanges(count);
      expect(ranges[0]?.firstSlot).toBe(0);
      expect(ranges.at(-1)?.lastSlot).toBe(SLOTS - 1);
      for (let i = 1; i < count; i += 1)
        expect(ranges[i]?.firstSlot).toBe(Number(ranges[i - 1]?.lastSlot) + 1);
    }
  });
});

describe('CLUSTER SHARDS', () => {
  const nodes = [{ id: 'a', address: '127.0.0.1', port: 6379, firstSlot: 0, lastSlot: 16_383 }];

  it('names the TLS port as such', () => {
    expect(encode(clusterShards(nodes, true), 3).toString()).toContain('tls-port\r\n:6379');
    expect(encode(clusterShards(nodes, false), 3).toString()).toContain('$4\r\nport\r\n:6379');
  });
});
