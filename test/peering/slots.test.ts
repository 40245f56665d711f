import { describe, expect, it } from 'vitest';
import { Slots } from '../../src/peering/slots.js';

/** Work that ends when it is told to. */
function gate() {
  let open = () => undefined as undefined;
  const opened = new Promise<void>((resolve) => {
    open = () => resolve() as undefined;
  });
  return { open, opened };
}

describe('slots', () => {
  it('lets the next one in when one ends', async () => {
    const slots = new Slots(1);
    const first = gate();
    const order: string[] = [];
    const one = slots.run(undefined, () => first.opened.then(() => void order.push('one')));
    const two = slots.run(undefined, async () => void order.push('two'));
    await Promise.resolve();
    expect(order).toEqual([]);
    first.open();
    await Promise.all([one, two]);
    expect(order).toEqual(['one', 'two']);
  });

  it('gives the slot back after a failure', async () => {
    const slots = new Slots(1);
    await expect(slots.run(undefined, () => Promise.reject(new TypeError('no')))).rejects.toThrow('no');
    expect(await slots.run(undefined, async () => 'in')).toBe('in');
  });

  it('runs nothing that was cancelled in line', async () => {
    const slots = new Slots(1);
    const first = gate();
    const stop = new AbortController();
    const one = slots.run(undefined, () => first.opened);
    let ran = false;
    const two = slots.run(stop.signal, async () => {
      ran = true;
    });
    stop.abort(new TypeError('enough'));
    await expect(two).rejects.toThrow('enough');
    first.open();
    await one;
    expect(ran).toBe(false);
    expect(await slots.run(undefined, async () => 'in')).toBe('in');
  });
});
