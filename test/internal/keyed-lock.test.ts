import { getEventListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { KeyedLock } from '../../src/internal/keyed-lock.js';

test('work under one key runs one after the other', async () => {
  const lock = new KeyedLock();
  const log: string[] = [];
  const work = (name: string) => async () => {
    log.push(`${name} begins`);
    await sleep(5);
    log.push(`${name} ends`);
  };
  await Promise.all(['a', 'b', 'c'].map((name) => lock.run('key', undefined, work(name))));
  expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
});

test('work under other keys does not wait', async () => {
  const lock = new KeyedLock();
  const slow = lock.run('one', undefined, () => sleep(1_000));
  expect(await lock.run('two', undefined, async () => 'done')).toBe('done');
  expect(await Promise.race([slow, 'still running'])).toBe('still running');
});

test('a failure does not stop the line', async () => {
  const lock = new KeyedLock();
  const failed = lock.run('key', undefined, () => Promise.reject(new TypeError('no')));
  const next = lock.run('key', undefined, async () => 'next');
  await expect(failed).rejects.toThrow('no');
  expect(await next).toBe('next');
});

test('leaving the line lets nobody pass the first', async () => {
  const lock = new KeyedLock();
  const controller = new AbortController();
  let firstRuns = true;
  const first = lock.run('key', undefined, async () => {
    await sleep(20);
    firstRuns = false;
  });
  const second = lock.run('key', controller.signal, async () => 'never');
  const third = lock.run('key', undefined, async () => firstRuns);
  controller.abort('gone');
  await expect(second).rejects.toBe('gone');
  await first;
  expect(await third).toBe(false);
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
});
