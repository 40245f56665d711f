import { describe, expect, it } from 'vitest';
import { SeededIds } from '../../src/sandbox/random.js';

describe('seeded ids', () => {
  it('repeat for the same seed, kind and count', () => {
    const [a, b] = [new SeededIds(7), new SeededIds(7)];
    expect([a.hex('x', 16), a.hex('x', 16)]).toEqual([b.hex('x', 16), b.hex('x', 16)]);
  });

  it('do not depend on ids of other kinds', () => {
    const [a, b] = [new SeededIds(7), new SeededIds(7)];
    b.hex('other', 8);
    expect(a.hex('x', 16)).toBe(b.hex('x', 16));
  });

  it('differ between counts and between seeds', () => {
    const a = new SeededIds(7);
    expect(new Set([a.hex('x', 16), a.hex('x', 16), new SeededIds(8).hex('x', 16)]).size).toBe(3);
  });

  it('have the form that was asked for', () => {
    const ids = new SeededIds(1);
    expect(ids.guid('g')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
    for (let i = 0; i < 200; i += 1) expect(ids.decimal('d', 12)).toMatch(/^[1-9]\d{11}$/);
  });
});
