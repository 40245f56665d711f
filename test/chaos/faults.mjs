// The ways in which a call can go wrong.

/** How long clients wait for an answer where a call is to time out, in milliseconds. */
export const TIMEOUT_MS = 400;

/** By name: what the sandbox does to the call, and whether the caller dies with it. */
export const FAULTS = {
  'killed-before': { fault: { kind: 'refused' }, kills: true },
  'killed-after': { fault: { kind: 'answer-lost' }, kills: true },
  'answer-lost': { fault: { kind: 'answer-lost' } },
  500: { fault: { kind: 'status', status: 500, body: 'Internal Server Error' } },
  429: { fault: { kind: 'rate-limit', retryAfterSeconds: 1 } },
  'time-out': { fault: { kind: 'slow', ms: TIMEOUT_MS * 2, phase: 'after' }, timeoutMs: TIMEOUT_MS },
};
