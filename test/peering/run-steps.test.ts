import { describe, expect, it } from 'vitest';
import { reversed, runInOrder } from '../../src/peering/run-steps.js';

const STEPS = [
  { id: 'a', after: [] },
  { id: 'b', after: ['a'] },
  { id: 'c', after: ['a'] },
  { id: 'd', after: ['b', 'c', 'elsewhere'] },
];

describe('running steps in order', () => {
  it('starts what is ready as one batch', async () => {
    const batches: string[][] = [];
    await runInOrder(STEPS, (batch) => {
      if (batch.length > 0) batches.push([...batch]);
      return batch.map(async () => undefined);
    });
    expect(batches).toEqual([['a'], ['b', 'c'], ['d']]);
  });

  it('does not wait for the rest of a batch', async () => {
    const order: string[] = [];
    const steps = [
      { id: 'slow', after: [] },
      { id: 'quick', after: [] },
      { id: 'next', after: ['quick'] },
    ];
    let release = () => undefined as undefined;
    const open = new Promise<void>((resolve) => {
      release = () => resolve() as undefined;
    });
    await runInOrder(steps, (batch) =>
      batch.map(async (id) => {
        if (id === 'slow') await open;
        order.push(id);
        if (id === 'next') release();
      }),
    );
    expect(order).toEqual(['quick', 'next', 'slow']);
  });

  it('starts nothing more after a failure, and lets the others end', async () => {
    const done: string[] = [];
    const run = runInOrder(STEPS, (batch) =>
      batch.map(async (id) => {
        if (id === 'b') throw new TypeError('b failed');
        await Promise.resolve();
        done.push(id);
      }),
    );
    await expect(run).rejects.toThrow('b failed');
    expect(done).toEqual(['a', 'c']);
  });

  it('turns the order round', () => {
    expect(reversed(STEPS)).toEqual([
      { id: 'd', after: [] },
      { id: 'c', after: ['d'] },
      { id: 'b', after: ['d'] },
      { id: 'a', after: ['b', 'c'] },
    ]);
  });
});
