import type { StepEvent } from './events.js';
import type { Step, StepContext } from './step.js';

/** Announces how steps move on, with the time since the run began. */
export function stepTeller(context: StepContext) {
  const startedMs = context.clock.now();
  return ({ id, title }: Step) =>
    (state: StepEvent['state'], more: Partial<StepEvent> = {}) => {
      const elapsedMs = Math.round(context.clock.now() - startedMs);
      context.emit({ ...more, type: 'step', step: id, title, state, elapsedMs });
    };
}
