import type { StepContext } from './step.js';

/** What a read needs of its caller. */
export type ReadContext = Pick<StepContext, 'round' | 'signal'>;

/** A read whose answer all callers of one round share, so that a hundred steps cost one listing. Failures are shared too. */
export function oncePerRound<T>(
  read: (signal: AbortSignal | undefined) => Promise<T>,
): (context: ReadContext) => Promise<T> {
  const byKey = oncePerRoundAndKey((_key: '', signal) => read(signal));
  return (context) => byKey('', context);
}

/** The same for a read of one thing among many. */
export function oncePerRoundAndKey<K extends string, T>(
  read: (key: K, signal: AbortSignal | undefined) => Promise<T>,
): (key: K, context: ReadContext) => Promise<T> {
  const rounds = new WeakMap<object, Map<K, Promise<T>>>();
  return (key, { round, signal }) => {
    const answers = rounds.get(round) ?? new Map<K, Promise<T>>();
    rounds.set(round, answers);
    const answer = answers.get(key) ?? read(key, signal);
    answers.set(key, answer);
    return answer;
  };
}
