import { describe, expect, test } from 'vitest';
import * as errors from '../../src/errors/index.js';
import { statusError } from '../../src/http/status-error.js';

const details = (method: string, attempts = 1) =>
  ({ method, path: '/v1/networks/n', attempts, sent: 'yes' }) as const;
const errorOf = (status: number, text = '', method = 'GET', attempts = 1) =>
  statusError({ status, text }, { ...details(method, attempts), status }, ['the-key', 'user x >pw']);

test.each([200, 201, 202, 204, 299])('%s is success', (status) => {
  expect(errorOf(status, '{"error":"not really"}')).toBeUndefined();
});

test.each([
  [301, errors.ResponseError],
  [304, errors.ResponseError],
  [400, errors.InvalidInputError],
  [401, errors.AuthError],
  [403, errors.AuthError],
  [404, errors.NotFoundError],
  [408, errors.ServerError],
  [409, errors.ConflictError],
  [418, errors.InvalidInputError],
  [422, errors.InvalidInputError],
  [429, errors.RateLimitError],
  [500, errors.ServerError],
  [503, errors.ServerError],
  [599, errors.ServerError],
])('%s is one decision for the caller', (status, type) => {
  const error = errorOf(status);
  expect(error).toBeInstanceOf(type);
  expect(error).toMatchObject({ request: { attempts: 1, sent: 'yes', status } });
  expect(error?.fix).not.toBe('');
});

test('401 and 403 differ in code and text', () => {
  const [refused, forbidden] = [errorOf(401), errorOf(403)];
  expect([refused?.code, forbidden?.code]).toEqual(['api_key_refused', 'api_key_not_allowed']);
  expect(refused?.message).not.toBe(forbidden?.message);
});

describe('a 404 to DELETE', () => {
  test('is not found on the first attempt', () => {
    expect(errorOf(404, '', 'DELETE', 1)).toBeInstanceOf(errors.NotFoundError);
  });

  test('is success on a repeated one', () => {
    expect(errorOf(404, '', 'DELETE', 2)).toBeUndefined();
    expect(errorOf(404, '', 'GET', 2)).toBeInstanceOf(errors.NotFoundError);
    expect(errorOf(404, '', 'PUT', 2)).toBeInstanceOf(errors.NotFoundError);
  });
});

test("the API's own words are quoted", () => {
  expect(errorOf(422, '{"error":"cidr overlaps"}')?.message).toContain('"cidr overlaps"');
});

test('secrets that the API echoes are masked', () => {
  const said = { error: `bad key the-key in rule 'user x >pw'` };
  for (const status of [400, 401, 403, 404, 409, 500]) {
    expect(JSON.stringify(errorOf(status, JSON.stringify(said)))).not.toMatch(/the-key|>pw/);
  }
});

test('also when JSON escapes them', () => {
  const error = statusError({ status: 400, text: '{"error":"key \\u0074he-key"}' }, details('GET'), [
    'the-key',
  ]);
  expect(error?.message).toContain('key ***');
});

test('Retry-After is kept', () => {
  const response = { status: 429, text: '', retryAfter: '3' };
  expect(statusError(response, details('GET'), [])).toMatchObject({ retryAfterMs: 3_000 });
  expect(statusError({ ...response, status: 503 }, details('GET'), [])).toMatchObject({
    retryAfterMs: 3_000,
  });
});
