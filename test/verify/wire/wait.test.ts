import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import { waitFor } from '../../../src/verify/wire/wait.js';

const forever = { deadlineMs: 60_000, signal: undefined };

it('gives the first outcome and stops listening', async () => {
  let stops = 0;
  const outcome = await waitFor(
    forever,
    () => 'late',
    (settle) => {
      queueMicrotask(() => settle('first'));
      queueMicrotask(() => settle('second'));
      return () => {
        stops += 1;
      };
    },
  );
  expect([outcome, stops]).toEqual(['first', 1]);
});

it('leaves no listener on the signal', async () => {
  const { signal } = new AbortController();
  await waitFor(
    { deadlineMs: 60_000, signal },
    () => 'late',
    (settle) => {
      queueMicrotask(() => settle('first'));
      return () => undefined;
    },
  );
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});

it('stops listening also when the outcome was there at once', async () => {
  let stops = 0;
  await waitFor(
    forever,
    () => 'late',
    (settle) => {
      settle('first');
      return () => {
        stops += 1;
      };
    },
  );
  expect(stops).toBe(1);
});

it('gives the deadline its own outcome', async () => {
  const never = () => () => undefined;
  expect(await waitFor({ deadlineMs: 5, signal: undefined }, () => 'late', never)).toBe('late');
  expect(await waitFor({ deadlineMs: -5, signal: undefined }, () => 'late', never)).toBe('late');
});

it("rejects with the signal's reason, and leaves it", async () => {
  const controller = new AbortController();
  const wait = waitFor(
    { deadlineMs: 60_000, signal: controller.signal },
    () => 'late',
    () => () => undefined,
  );
  controller.abort('enough');
  await expect(wait).rejects.toBe('enough');
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
});

it('does not begin when the signal has fired', async () => {
  let begun = false;
  const wait = waitFor(
    { deadlineMs: 60_000, signal: AbortSignal.abort('before') },
    () => 'late',
    () => {
      begun = true;
      return () => undefined;
    },
  );
  await expect(wait).rejects.toBe('before');
  expect(begun).toBe(false);
});
