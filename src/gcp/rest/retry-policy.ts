import { BUSY, type Failure } from './failure.js';

/** Why a call may be made again: Google failed, or its allowance for the minute is used up. */
export type Passing = 'failed' | 'throttled';

/** How many attempts a call gets while Google fails or cannot be reached. */
const ATTEMPTS = 6;
/** How long a call goes on while it is throttled: allowances fill up again every minute. */
const THROTTLED_FOR_MS = 150_000;
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 60_000;

const THROTTLED = [
  'rateLimitExceeded',
  'userRateLimitExceeded',
  'CONCURRENT_OPERATIONS_QUOTA_EXCEEDED',
  'HTTP 429',
];

/**
 * Whether a refusal passes by itself, so that the very same call may be made again. A 403 does only when it is about
 * rates, and a quota that is used up never does.
 */
export function passing(status: number, { code, message }: Failure): Passing | undefined {
  if (THROTTLED.includes(code) || status === 429) return 'throttled';
  if (status === 403 && /quota exceeded for quota metric .* per minute/is.test(message)) return 'throttled';
  return [500, 502, 503, 504].includes(status) ? 'failed' : undefined;
}

/** The codes of refusals that pass when somebody else's operation is over. Steps wait them out, and look again first. */
export const WAITED_OUT: readonly string[] = [BUSY, 'resourceNotReady'];

/** Where a call stands. */
export interface Progress {
  /** How many attempts were made. */
  readonly attempts: number;
  /** Since the first one. */
  readonly elapsedMs: number;
  /** What the last answer asked for. */
  readonly retryAfterMs?: number | undefined;
}

/** How long to pause before the next attempt; undefined when there is to be none. */
export function pauseMs(
  why: Passing,
  { attempts, elapsedMs, retryAfterMs = 0 }: Progress,
  random: () => number = Math.random,
): number | undefined {
  const limit = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempts - 1));
  const delayMs = Math.max(Math.min(retryAfterMs, LONGEST_DELAY_MS), random() * limit);
  if (why === 'throttled') return elapsedMs + delayMs > THROTTLED_FOR_MS ? undefined : delayMs;
  return attempts >= ATTEMPTS ? undefined : delayMs;
}
