import type { StepContext } from '../../../peering/step.js';

const FIRST_DELAY_MS = 500;

/** Why an error passes by itself, and for how long it is taken to. */
export interface Passing {
  /** For the event that announces the next try. */
  readonly why: string;
  /** How long it may last, in milliseconds, counted from the first try. */
  readonly forMs: number;
  /** The longest pause between two tries, in milliseconds. */
  readonly everyMs: number;
}

/** How an error is judged: undefined when waiting does not help. */
export type PassingRule = (error: unknown) => Passing | undefined;

/** Tries again while the error passes by itself and its time lasts; throws the last error otherwise. */
export async function waitOut<T>(
  { clock, signal }: Pick<StepContext, 'clock' | 'signal'>,
  rule: PassingRule,
  onRetry: (attempt: number, why: string) => void,
  work: (attempt: number) => Promise<T>,
): Promise<T> {
  const startedMs = clock.now();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work(attempt);
    } catch (error) {
      const passing = rule(error);
      const delayMs = Math.min(passing?.everyMs ?? 0, FIRST_DELAY_MS * 2 ** (attempt - 1));
      if (!passing || clock.now() - startedMs + delayMs > passing.forMs) throw error;
      onRetry(attempt + 1, passing.why);
      await clock.sleep(delayMs, signal);
    }
  }
}
