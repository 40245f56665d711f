import { once } from 'node:events';
import { expect, test } from 'vitest';
import { safeListener } from '../../src/internal/listener.js';

const nextWarning = async (): Promise<string> => {
  const [warning] = await once(process, 'warning');
  return `${warning.name}: ${warning.message}`;
};

test('passes events on', () => {
  const seen: number[] = [];
  safeListener<number>((event) => seen.push(event))(1);
  expect(seen).toEqual([1]);
  expect(() => safeListener(undefined)(1)).not.toThrow();
});

test('an exception becomes a process warning', async () => {
  const warned = nextWarning();
  safeListener(() => {
    throw new TypeError('my hook is broken');
  })(1);
  expect(await warned).toBe('DfCloudWarning: An event listener threw TypeError: my hook is broken');
});

test('a rejection of an async listener does too', async () => {
  const warned = nextWarning();
  safeListener(async () => {
    throw new TypeError('later');
  })(1);
  expect(await warned).toContain('TypeError: later');
});

test('even a thrown thing that cannot be printed', async () => {
  const warned = nextWarning();
  safeListener(() => {
    throw Object.create(null);
  })(1);
  expect(await warned).toContain('threw an object');
});
