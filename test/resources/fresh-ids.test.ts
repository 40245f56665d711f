import { expect, test } from 'vitest';
import { FOREIGN_GRACE_MS, FRESH_GRACE_MS, FreshIds } from '../../src/resources/fresh-ids.js';
import { FakeClock } from '../helpers/fake-clock.js';

test('an id of ours has 30 s from its birth', async () => {
  const clock = new FakeClock();
  const ids = new FreshIds(clock);
  ids.remember('a');
  expect(ids.graceMs('a')).toBe(30_000);
  await clock.advance(20_000);
  expect(ids.graceMs('a')).toBe(10_000);
  await clock.advance(9_000);
  expect(ids.graceMs('a')).toBe(3_000);
  await clock.advance(60_000);
  expect(ids.graceMs('a')).toBe(3_000);
});

test('any other id has 3 s', () => {
  expect(new FreshIds(new FakeClock()).graceMs('b')).toBe(3_000);
  expect([FRESH_GRACE_MS, FOREIGN_GRACE_MS]).toEqual([30_000, 3_000]);
});

test('an id that was just deleted has none', async () => {
  const clock = new FakeClock();
  const ids = new FreshIds(clock);
  ids.remember('a');
  ids.forget('a');
  expect(ids.graceMs('a')).toBe(0);
  await clock.advance(31_000);
  expect(ids.graceMs('a')).toBe(3_000);
});
