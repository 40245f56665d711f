import { CloudRefusedError } from '../../errors/cloud-refused-error.js';
import type { Step, StepState } from '../../peering/step.js';
import { layOutSteps } from '../lay-out-steps.js';
import type { CheckMeans } from './check.js';

/** A step, and how it stands before anything is written. */
export interface StepAhead {
  readonly step: Step;
  readonly state: StepState;
}

/** The steps of the run, as far as they can be read. What is refused, the other checks meet as well, and say so. */
export async function stepsAhead(means: CheckMeans): Promise<StepAhead[]> {
  try {
    const steps = await layOutSteps(means, means.remote);
    return await Promise.all(steps.map(async (step) => ({ step, state: await step.read(means.flow) })));
  } catch (error) {
    if (error instanceof CloudRefusedError) return [];
    throw error;
  }
}
