import type { Step } from '../peering/step.js';
import type { StepMeans } from './steps/means.js';

/** The steps that make what both sides need before the connection exists. */
export async function layOutPreparation(_means: StepMeans): Promise<Step[]> {
  return [];
}
