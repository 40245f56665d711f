import type { TransientRule } from '../../peering/step.js';
import { BUSY, OVERLOADED } from './peering/codes.js';

/** Refusals of rules that pass by themselves: the next try reads the group again and chooses anew. */
export const PASSING_ON_RULES: readonly TransientRule[] = [
  {
    codes: ['SecurityRuleConflict'],
    forMs: 60_000,
    why: 'somebody else has taken the priority; another one is chosen',
  },
  {
    codes: [...BUSY, 'RetryableError.ReferencedResourceNotProvisioned'],
    forMs: 120_000,
    why: 'the group is being changed by somebody else',
  },
  {
    codes: OVERLOADED,
    forMs: 120_000,
    why: 'Azure is overloaded; it usually recovers within a minute',
  },
];
