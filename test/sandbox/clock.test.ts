import { afterEach, describe, expect, it } from 'vitest';
import { createClock, type Scheduler } from '../../src/sandbox/clock.js';
import { SandboxError } from '../../src/sandbox/index.js';

let clock: Scheduler;
afterEach(() => clock.close());

describe('the virtual clock', () => {
  it('runs due tasks in the order of their time', async () => {
    clock = createClock('virtual');
    const start = clock.now();
    const seen: [string, number][] = [];
    clock.schedule('late', 20, () => void seen.push(['late', clock.now() - start]));
    clock.schedule('early', 10, () => void seen.push(['early', clock.now() - start]));
    clock.schedule('later', 40, () => void seen.push(['later', clock.now() - start]));
    await clock.advance(30);
    expect(seen).toEqual([
      ['early', 10],
      ['late', 20],
    ]);
    expect(clock.now() - start).toBe(30);
  });

  it('runs what a task schedules within the same advance', async () => {
    clock = createClock('virtual');
    const seen: string[] = [];
    clock.schedule('first', 5, () => {
      seen.push('first');
      clock.schedule('second', 5, () => void seen.push('second'));
    });
    await clock.advance(10);
    expect(seen).toEqual(['first', 'second']);
  });

  it('waits for tasks that take real time', async () => {
    clock = createClock('virtual');
    let done = false;
    clock.schedule('slow', 1, async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      done = true;
    });
    await clock.advance(1);
    expect(done).toBe(true);
  });

  it('keeps one task per key', async () => {
    clock = createClock('virtual');
    const seen: string[] = [];
    clock.schedule('key', 5, () => void seen.push('old'));
    clock.schedule('key', 5, () => void seen.push('new'));
    await clock.advance(5);
    expect(seen).toEqual(['new']);
  });

  it('lets two callers advance one after the other', async () => {
    clock = createClock('virtual');
    const start = clock.now();
    await Promise.all([clock.advance(10), clock.advance(10)]);
    expect(clock.now() - start).toBe(20);
  });

  it('wakes sleepers when their time has come', async () => {
    clock = createClock('virtual');
    let awake = false;
    const sleeping = clock.sleep(10).then(() => {
      awake = true;
    });
    await clock.advance(9);
    expect(awake).toBe(false);
    await clock.advance(1);
    await sleeping;
    expect(awake).toBe(true);
  });

  it('ends a sleep whose signal is aborted', async () => {
    clock = createClock('virtual');
    const controller = new AbortController();
    const sleeping = clock.sleep(10, controller.signal);
    controller.abort(new RangeError('enough'));
    await expect(sleeping).rejects.toThrow('enough');
    await expect(clock.sleep(10, controller.signal)).rejects.toThrow('enough');
  });

  it('refuses to run backwards', async () => {
    clock = createClock('virtual');
    await expect(clock.advance(-1)).rejects.toThrow('-1 ms');
  });
});

describe('the real clock', () => {
  it('refuses to be advanced and says what to do', async () => {
    clock = createClock('real');
    await expect(clock.advance(1)).rejects.toSatisfy(
      (error) =>
        error instanceof SandboxError && error.code === 'wrong_clock' && error.fix.includes('virtual'),
    );
  });

  it('runs a task after its time, unless it was cancelled', async () => {
    clock = createClock('real');
    const seen: string[] = [];
    clock.schedule('cancelled', 1, () => void seen.push('cancelled'));
    clock.cancel('cancelled');
    await new Promise<void>((resolve) => clock.schedule('kept', 5, resolve));
    expect(seen).toEqual([]);
  });

  it('takes no tasks once it is closed', async () => {
    clock = createClock('real');
    clock.close();
    let ran = false;
    clock.schedule('late', 0, () => {
      ran = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(ran).toBe(false);
  });
});
