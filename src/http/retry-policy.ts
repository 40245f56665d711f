import { isDfCloudError } from '../errors/base.js';
import { NetworkError } from '../errors/network-error.js';
import { RateLimitError } from '../errors/rate-limit-error.js';
import { ServerError } from '../errors/server-error.js';
import { TimeoutError } from '../errors/timeout-error.js';
import { aborted } from './abort-errors.js';
import type { RequestRecord } from './request-record.js';
import type { ApiRequest, TransportConfig } from './transport.js';

const FIRST_DELAY_MS = 200;
const LONGEST_DELAY_MS = 8_000;

/** The longest pause that a server's Retry-After is granted. */
export const RETRY_AFTER_CAP_MS = 30_000;

/** Whether a request may be made again after this error. A POST only when it provably never left. */
export function mayRetry(method: ApiRequest['method'], error: unknown): boolean {
  if (method === 'POST') return error instanceof NetworkError && error.request?.sent === 'no';
  return (
    error instanceof NetworkError ||
    error instanceof TimeoutError ||
    error instanceof RateLimitError ||
    error instanceof ServerError
  );
}

interface Pause {
  readonly config: TransportConfig;
  readonly request: ApiRequest;
  readonly record: RequestRecord;
  readonly error: unknown;
  readonly remainingMs: number;
}

/**
 * Sleeps before the next attempt. False, without sleeping, when the pause would not fit into the call's time.
 *
 * @throws AbortedError when the caller's signal fires meanwhile.
 */
export async function pauseBeforeRetry({
  config,
  request,
  record,
  error,
  remainingMs,
}: Pause): Promise<boolean> {
  const attempts = record.details().attempts;
  const delayMs = retryDelayMs(attempts, error);
  if (delayMs >= remainingMs) return false;
  config.onEvent({
    type: 'retry',
    method: request.method,
    path: request.path,
    attempt: attempts + 1,
    delayMs: Math.round(delayMs),
    because: isDfCloudError(error) ? error.code : 'unknown',
  });
  try {
    await config.clock.sleep(delayMs, request.signal);
    return true;
  } catch (reason) {
    throw aborted(record, reason);
  }
}

/**
 * A random share of a limit that doubles with each attempt ("full jitter"), though never less than the server's wish,
 * which is capped. So a wish of 0 seconds does not bring all clients back at once.
 */
export function retryDelayMs(attempts: number, error: unknown, random: () => number = Math.random): number {
  const asked =
    error instanceof RateLimitError || error instanceof ServerError ? error.retryAfterMs : undefined;
  const jitter = random() * Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempts - 1));
  return Math.max(jitter, Math.min(asked ?? 0, RETRY_AFTER_CAP_MS));
}
