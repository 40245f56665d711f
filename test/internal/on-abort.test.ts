import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { onAbort } from '../../src/internal/on-abort.js';

const listeners = (signal: AbortSignal) => getEventListeners(signal, 'abort').length;

test('calls everybody once when the signal fires', () => {
  const controller = new AbortController();
  const called: string[] = [];
  onAbort(controller.signal, () => called.push('a'));
  onAbort(controller.signal, () => called.push('b'));
  controller.abort();
  expect(called).toEqual(['a', 'b']);
});

test('what was taken back is not called', () => {
  const controller = new AbortController();
  const called: string[] = [];
  const forget = onAbort(controller.signal, () => called.push('a'));
  onAbort(controller.signal, () => called.push('b'));
  forget();
  forget();
  controller.abort();
  expect(called).toEqual(['b']);
});

test('a hundred calls share one listener', () => {
  const { signal } = new AbortController();
  const same = () => undefined;
  const forgets = Array.from({ length: 100 }, () => onAbort(signal, same));
  expect(listeners(signal)).toBe(1);
  for (const forget of forgets) forget();
  expect(listeners(signal)).toBe(0);
});

test('the listener comes back with the next call', () => {
  const controller = new AbortController();
  onAbort(controller.signal, () => undefined)();
  let called = false;
  onAbort(controller.signal, () => {
    called = true;
  });
  controller.abort();
  expect(called).toBe(true);
  expect(listeners(controller.signal)).toBe(0);
});
