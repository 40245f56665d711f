import type { TransientRule } from '../peering/step.js';
import { PEERING_NOT_FOUND } from './reads.js';

/** Errors of EC2 that pass by themselves, whatever the call. The SDK has tried six times before we see one. */
export const PASSING: readonly TransientRule[] = [
  {
    codes: ['RequestLimitExceeded', 'Throttling', 'ThrottlingException', 'EC2ThrottledException'],
    forMs: 120_000,
    why: 'EC2 throttles this account and region; its allowance fills up again',
  },
  {
    codes: ['InternalError', 'InternalFailure', 'Unavailable', 'ServiceUnavailable', 'HTTP 500', 'HTTP 503'],
    forMs: 60_000,
    why: 'EC2 failed; it usually recovers within seconds',
  },
];

/** The same for calls that name the peering. */
export const PASSING_WITH_PEERING: readonly TransientRule[] = [
  ...PASSING,
  {
    codes: PEERING_NOT_FOUND,
    forMs: 60_000,
    why: 'EC2 has shown the peering, but not all of its servers know it yet',
  },
];
