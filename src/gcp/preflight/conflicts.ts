import type { Finding } from '../../peering/finding.js';
import { ACTIVE_STEP } from '../steps/means.js';
import type { Check } from './check.js';
import { type StepAhead, stepsAhead } from './steps-ahead.js';

/**
 * What exists and would stop a step is told before the first write: a name that is taken, a rule that denies. Not the
 * state of the peering, which a new connection may change.
 */
export const checkConflicts: Check = async (means) => {
  const steps = await stepsAhead(means);
  return steps
    .filter(({ step, state }) => state.status === 'conflict' && step.id !== ACTIVE_STEP)
    .map(findingOf);
};

function findingOf({ step, state }: StepAhead): Finding {
  return {
    code: 'conflict',
    severity: 'error',
    summary: `${step.title}: ${state.evidence}.`,
    evidence: `${step.id}: ${state.evidence}`,
    fix: { text: state.fix ?? 'Look at what is there, and change it.' },
  };
}
