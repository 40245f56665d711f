import type { TransientRule } from '../peering/step.js';
import { WAITED_OUT } from './rest/retry-policy.js';

/** Refusals that pass when somebody else's operation is over. What Google merely fails at, the client has tried again. */
export const PASSING: readonly TransientRule[] = [
  {
    codes: WAITED_OUT,
    forMs: 300_000,
    why: 'another operation on one of the two networks is not over yet; Google makes them one after the other',
  },
];
