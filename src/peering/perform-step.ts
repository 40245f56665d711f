import { ConflictError } from '../errors/conflict-error.js';
import { FailedStateError } from '../errors/failed-state-error.js';
import { stepConflict, stepUnread } from '../errors/messages.js';
import type { StepEvent } from './events.js';
import { retrying } from './retrying.js';
import { settle } from './settle.js';
import type { Step, StepContext, StepState } from './step.js';

type Tell = (state: StepEvent['state'], more?: Partial<StepEvent>) => void;

/**
 * Brings one step to `done`: reads, waits while somebody else moves, writes when a write is missing, and reads again
 * until the write shows. Gives true when it wrote.
 *
 * @throws ConflictError when what exists contradicts the step. @throws FailedStateError when it cannot be read.
 */
export async function performStep(step: Step, context: StepContext, tell: Tell): Promise<boolean> {
  tell('checking');
  let state = refuseDeadEnds(step, await step.read(context));
  if (state.status === 'waiting') {
    tell('waiting', { evidence: state.evidence, ...(state.whose && { whose: state.whose }) });
    await (step.wait?.(context) ?? settle(step, 'todo', context));
    state = refuseDeadEnds(step, await step.read(context));
  }
  if (state.status === 'done') {
    tell('done', { evidence: state.evidence });
    return false;
  }

  tell('applying', { evidence: state.evidence, attempt: 1 });
  const onRetry = (attempt: number, evidence: string) => tell('retrying', { attempt, evidence });
  await retrying(step, context, onRetry, () => step.apply(context));
  const after = refuseDeadEnds(step, await step.read(context));
  if (after.status !== 'done') await settle(step, 'done', context);
  tell('done', { evidence: after.status === 'done' ? after.evidence : 'it shows now' });
  return true;
}

function refuseDeadEnds(step: Step, state: StepState): StepState {
  if (state.status === 'conflict') throw new ConflictError(stepConflict(step.title, state));
  if (state.status !== 'unknown') return state;
  const details = {
    resource: 'step',
    id: step.id,
    target: 'done',
    lastStatus: 'unknown',
    inStatusMs: 0,
    seen: {},
    elapsedMs: 0,
  };
  throw new FailedStateError(stepUnread(step.title, state), { ...details, statusDetail: state.evidence });
}
