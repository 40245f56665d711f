import { describe, expect, it } from 'vitest';
import { allPages } from '../../../src/aws/ec2/pages.js';

describe('reading pages', () => {
  it('follows tokens until there is none', async () => {
    const pages = new Map<string | undefined, readonly [string[], string]>([
      [undefined, [['a', 'b'], 't1']],
      ['t1', [[], 't2']],
      ['t2', [['c'], '']],
    ]);
    const asked: (string | undefined)[] = [];
    const items = await allPages<string>(async (token) => {
      asked.push(token);
      return pages.get(token) ?? [[], undefined];
    });
    expect(items).toEqual(['a', 'b', 'c']);
    expect(asked).toEqual([undefined, 't1', 't2']);
  });

  it('ends when a token comes again', async () => {
    const items = await allPages<number>(async (token) => [[1], token === 'a' ? 'b' : 'a']);
    expect(items).toEqual([1, 1, 1]);
  });
});
