import { CloudRefusedError } from '../errors/cloud-refused-error.js';
import type { Step, StepContext, TransientRule } from './step.js';

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 5_000;

/** Tries a write again while the cloud answers with a code that the step calls transient, and the rule's time lasts. */
export async function retrying(
  step: Pick<Step, 'transient'>,
  context: StepContext,
  onRetry: (attempt: number, why: string) => void,
  write: () => Promise<void>,
): Promise<void> {
  const { default: pRetry } = await import('p-retry');
  const startedMs = context.clock.now();
  await pRetry(write, {
    retries: Number.POSITIVE_INFINITY,
    minTimeout: 0,
    maxTimeout: 0,
    ...(context.signal && { signal: context.signal }),
    async shouldRetry({ error, attemptNumber }) {
      const rule = ruleFor(error, step.transient);
      if (!rule) return false;
      const delayMs = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (attemptNumber - 1));
      if (context.clock.now() - startedMs + delayMs > rule.forMs) return false;
      onRetry(attemptNumber + 1, rule.why);
      await context.clock.sleep(delayMs, context.signal);
      return true;
    },
  });
}

/** True when a rule says that this error passes by itself. */
export function isTransient(error: unknown, rules: readonly TransientRule[] | undefined): boolean {
  return ruleFor(error, rules) !== undefined;
}

function ruleFor(error: unknown, rules: readonly TransientRule[] = []): TransientRule | undefined {
  if (!(error instanceof CloudRefusedError)) return undefined;
  const code = error.call.cloudCode.toLowerCase();
  return rules.find(({ codes }) => codes.some((known) => known.toLowerCase() === code));
}
