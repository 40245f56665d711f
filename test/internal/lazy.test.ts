import { expect, test } from 'vitest';
import { lazy } from '../../src/internal/lazy.js';

test('loads once for all callers', async () => {
  let loads = 0;
  const load = lazy(async () => {
    loads += 1;
    return loads;
  });
  expect(loads).toBe(0);
  expect(await Promise.all([load(), load()])).toEqual([1, 1]);
  expect(await load()).toBe(1);
});

test('a failed load is tried again', async () => {
  let loads = 0;
  const load = lazy(async () => {
    loads += 1;
    if (loads === 1) throw new TypeError('disk trouble');
    return loads;
  });
  await expect(load()).rejects.toThrow('disk trouble');
  expect(await load()).toBe(2);
});
