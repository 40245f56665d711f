import type { Step } from './step.js';

type Node = Pick<Step, 'id' | 'after'>;

/**
 * Runs `work` for every step when the steps that it needs have finished. Steps that become ready at the same moment
 * form a batch, so that they can share their reads; each of them finishes on its own. The first failure keeps further
 * steps from starting; it is thrown when those under way have settled.
 */
export async function runInOrder(
  steps: readonly Node[],
  work: (batch: readonly string[]) => readonly Promise<void>[],
): Promise<void> {
  const known = new Set(steps.map(({ id }) => id));
  const waiting = new Map(steps.map((step) => [step.id, step]));
  const finished = new Set<string>();
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];

  const isReady = ({ after }: Node) => after.every((id) => finished.has(id) || !known.has(id));
  const start = (id: string, run: Promise<void>) => {
    const tracked: Promise<void> = run
      .then(
        () => void finished.add(id),
        (error: unknown) => void failures.push(error),
      )
      .finally(() => running.delete(tracked));
    running.add(tracked);
  };

  for (;;) {
    const batch = failures.length > 0 ? [] : [...waiting.values()].filter(isReady).map(({ id }) => id);
    for (const id of batch) waiting.delete(id);
    for (const [index, run] of work(batch).entries()) start(batch[index] ?? '', run);
    if (running.size === 0) break;
    await Promise.race(running);
  }
  if (failures.length > 0) throw failures[0];
}

/** The same steps with the arrows turned round: what came last is undone first. */
export function reversed(steps: readonly Node[]): Node[] {
  const needing = new Map<string, string[]>(steps.map(({ id }) => [id, []]));
  for (const { id, after } of steps) for (const needed of after) needing.get(needed)?.push(id);
  return steps.map(({ id }) => ({ id, after: needing.get(id) ?? [] })).reverse();
}
