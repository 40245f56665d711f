import type { Step } from '../peering/step.js';
import type { StepMeans } from './steps/means.js';

/** The steps at the customer's side once the connection exists: the peering, and the rules of the groups. */
export async function layOutAcceptance(_means: StepMeans): Promise<Step[]> {
  return [];
}
