import { expect } from 'vitest';

/** The error that `work` rejects with, which must be of the class. */
export async function rejection<E extends Error>(
  work: Promise<unknown>,
  type: abstract new (...args: never[]) => E,
): Promise<E> {
  const outcome = await work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if (!('error' in outcome)) return expect.fail(`resolved with ${JSON.stringify(outcome.value)}`);
  if (!(outcome.error instanceof type)) return expect.fail(`not a ${type.name}: ${String(outcome.error)}`);
  return outcome.error;
}

/** The error that `call` throws, which must be of the class. */
export function thrown<E extends Error>(call: () => unknown, type: abstract new (...args: never[]) => E): E {
  try {
    call();
  } catch (error) {
    if (error instanceof type) return error;
    return expect.fail(`not a ${type.name}: ${String(error)}`);
  }
  return expect.fail('nothing was thrown');
}
