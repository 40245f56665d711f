import type { Step } from './step.js';

/**
 * Runs `work` for every step when the steps that it needs have finished, side by side up to `concurrency`. The first
 * failure keeps further steps from starting; it is thrown when those under way have settled.
 */
export async function runInOrder(
  steps: readonly Pick<Step, 'id' | 'after'>[],
  concurrency: number,
  work: (id: string) => Promise<void>,
): Promise<void> {
  const waiting = new Map(steps.map((step) => [step.id, step]));
  const finished = new Set<string>();
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];

  const isReady = ({ after }: Pick<Step, 'after'>) => after.every((id) => finished.has(id) || !isKnown(id));
  const isKnown = (id: string) => steps.some((step) => step.id === id);
  const start = (id: string) => {
    waiting.delete(id);
    const run: Promise<void> = work(id)
      .then(
        () => void finished.add(id),
        (error: unknown) => void failures.push(error),
      )
      .finally(() => running.delete(run));
    running.add(run);
  };

  for (;;) {
    const ready = failures.length > 0 ? [] : [...waiting.values()].filter(isReady);
    for (const { id } of ready.slice(0, concurrency - running.size)) start(id);
    if (running.size === 0) break;
    await Promise.race(running);
  }
  if (failures.length > 0) throw failures[0];
}

/** The same steps with the arrows turned round: what came last is undone first. */
export function reversed(steps: readonly Pick<Step, 'id' | 'after'>[]): Pick<Step, 'id' | 'after'>[] {
  return steps
    .map(({ id }) => ({ id, after: steps.filter(({ after }) => after.includes(id)).map((step) => step.id) }))
    .reverse();
}
