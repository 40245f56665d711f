import { describe, expect, test } from 'vitest';
import * as errors from '../../src/errors/index.js';
import { mayRetry, RETRY_AFTER_CAP_MS, retryDelayMs } from '../../src/http/retry-policy.js';

const text = { message: '', fix: '' };
const request = (sent: errors.Sent) => ({ method: 'X', path: '/', attempts: 1, sent });
const network = (sent: errors.Sent) => new errors.NetworkError(text, request(sent));
const limited = (retryAfterMs?: number) => new errors.RateLimitError(text, request('yes'), retryAfterMs);
const broken = (retryAfterMs?: number) => new errors.ServerError(text, request('yes'), retryAfterMs);
const late = new errors.TimeoutError(text, { request: request('maybe') });

describe.each(['GET', 'PUT', 'DELETE'] as const)('%s', (method) => {
  test('is repeated after failures that may pass', () => {
    for (const error of [network('no'), network('maybe'), limited(), broken(), late]) {
      expect(mayRetry(method, error)).toBe(true);
    }
  });

  test('is not repeated after an answer that stands', () => {
    const final = [
      new errors.AuthError('api_key_refused', text),
      new errors.ConflictError(text),
      new errors.InvalidInputError(text),
      new errors.NotFoundError(text),
      new errors.ResponseError(text),
      new errors.AbortedError(text),
      new TypeError('bug'),
    ];
    expect(final.some((error) => mayRetry(method, error))).toBe(false);
  });
});

test('POST is repeated only when it never left', () => {
  expect(mayRetry('POST', network('no'))).toBe(true);
  for (const error of [network('maybe'), limited(), broken(), late])
    expect(mayRetry('POST', error)).toBe(false);
});

test('delays are a random share of a doubling limit', () => {
  const limits = [1, 2, 3, 4, 10].map((attempts) => retryDelayMs(attempts, network('no'), () => 1));
  expect(limits).toEqual([200, 400, 800, 1_600, 8_000]);
  expect(retryDelayMs(3, network('no'), () => 0)).toBe(0);
  expect(retryDelayMs(3, network('no'), () => 0.5)).toBe(400);
});

test('Retry-After is obeyed and capped', () => {
  expect(retryDelayMs(1, limited(3_000), () => 0.5)).toBe(3_000);
  expect(retryDelayMs(1, broken(3_000), () => 0.5)).toBe(3_000);
  expect(retryDelayMs(1, limited(3_600_000), () => 0.5)).toBe(RETRY_AFTER_CAP_MS);
});

test('Retry-After: 0 still has jitter', () => {
  expect(retryDelayMs(1, limited(0), () => 0.5)).toBe(100);
});
