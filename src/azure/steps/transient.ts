import type { TransientRule } from '../../peering/step.js';
import { PASSING_FOR_FRESH_APP } from './directory-transient.js';
import { BUSY, OVERLOADED } from './peering/codes.js';

/** What passes while somebody else changes a virtual network or a group, or while Azure is overloaded. */
const PASSING: readonly TransientRule[] = [
  {
    codes: [...BUSY, 'RetryableError.ReferencedResourceNotProvisioned'],
    forMs: 120_000,
    why: 'it is being changed by somebody else',
  },
  {
    codes: OVERLOADED,
    forMs: 120_000,
    why: 'Azure is overloaded; it usually recovers within a minute',
  },
];

/** Refusals that pass around the peering itself: of Graph while it makes a password, and of a removal. */
export const PASSING_ON_PEERINGS: readonly TransientRule[] = [...PASSING, ...PASSING_FOR_FRESH_APP];

/** Refusals of rules that pass by themselves: the next try reads the group again and chooses anew. */
export const PASSING_ON_RULES: readonly TransientRule[] = [
  {
    codes: ['SecurityRuleConflict'],
    forMs: 60_000,
    why: 'somebody else has taken the priority; another one is chosen',
  },
  ...PASSING,
];
