import { PollLoop } from '../waiters/poll.js';
import { waitForStatus } from '../waiters/wait.js';
import type { Step, StepContext, StepState } from './step.js';

const DEFAULT_TIMEOUT_MS = 300_000;

/**
 * Polls a step until it reads as wanted: `todo` means that a write is possible or already done, `done` that it shows.
 *
 * @throws FailedStateError on `conflict` and `unknown`. @throws TimeoutError @throws AbortedError
 */
export async function settle(step: Step, target: 'todo' | 'done', context: StepContext): Promise<void> {
  const loop = new PollLoop<StepState>(
    {
      async one() {
        const state = await step.read(context);
        return { kind: 'seen', status: state.status, statusDetail: state.evidence, value: state };
      },
      all: async () => new Map(),
    },
    context.clock,
  );
  await waitForStatus(loop, {
    resource: 'step',
    id: step.id,
    target,
    table: {
      pending: ['waiting'],
      ordered: ['todo', 'done'],
      yourMove: [],
      failed: ['conflict', 'unknown'],
      leaving: [],
    },
    timeoutMs: step.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    missingGraceMs: 0,
    whenYourMove: 'wait',
    yourMoveFix: () => '',
    signal: context.signal,
    onEvent: context.emit,
  });
}
