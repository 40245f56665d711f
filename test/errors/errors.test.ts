import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import * as errors from '../../src/errors/index.js';

const text = { message: 'it went wrong', fix: 'do this' };
const request = { method: 'POST', path: '/v1/networks', attempts: 2, sent: 'maybe' } as const;
const wait = { resource: 'network', id: 'n', target: 'active', inStatusMs: 1, seen: {}, elapsedMs: 1 };
const call = { provider: 'aws', operation: 'ec2:CreateRoute', cloudCode: 'RouteLimitExceeded' };

const all = [
  [new errors.AbortedError(text, request, 'why'), 'AbortedError', 'aborted'],
  [new errors.AuthError('api_key_refused', text, request), 'AuthError', 'api_key_refused'],
  [new errors.CloudRefusedError(text, call), 'CloudRefusedError', 'cloud_refused'],
  [new errors.ConflictError(text, request), 'ConflictError', 'conflict'],
  [new errors.FailedStateError(text, wait), 'FailedStateError', 'failed_state'],
  [new errors.InvalidInputError(text, { field: 'name', request }), 'InvalidInputError', 'invalid_input'],
  [new errors.NeedsYourActionError(text, wait), 'NeedsYourActionError', 'needs_your_action'],
  [new errors.NetworkError(text, request), 'NetworkError', 'network'],
  [new errors.NotFoundError(text, request), 'NotFoundError', 'not_found'],
  [new errors.RateLimitError(text, request, 5), 'RateLimitError', 'rate_limited'],
  [new errors.ResponseError(text, { request, at: 'a.b' }), 'ResponseError', 'bad_response'],
  [new errors.ServerError(text, request), 'ServerError', 'server_error'],
  [new errors.TimeoutError(text, { wait }), 'TimeoutError', 'timeout'],
] as const;

const exportedClasses = Object.values(errors).filter(
  (value) => typeof value === 'function' && value.prototype instanceof errors.DfCloudError,
);

test('every exported class is tested here', () => {
  expect(new Set(all.map(([error]) => error.constructor))).toEqual(new Set(exportedClasses));
});

describe.each(all)('%s', (error, name, code) => {
  test('name and code are right and inherited', () => {
    expect([error.name, error.code]).toEqual([name, code]);
    expect(Object.hasOwn(error, 'name') || Object.hasOwn(error, 'code')).toBe(false);
    expect(error.stack?.startsWith(`${name}: it went wrong`)).toBe(true);
  });

  test('is an Error, a DfCloudError, and carries fix', () => {
    expect(error).toBeInstanceOf(Error);
    expect(error).toBeInstanceOf(errors.DfCloudError);
    expect(errors.isDfCloudError(error)).toBe(true);
    expect(error.fix).toBe('do this');
  });

  test('its JSON has name, code, message, fix, details', () => {
    const { message, fix } = text;
    const json: unknown = JSON.parse(JSON.stringify(error));
    expect(json).toMatchObject({ name, code, message, fix });
  });
});

test('details that are absent are no keys', () => {
  const bare = [
    new errors.AbortedError(text),
    new errors.AuthError('api_key_missing', text),
    new errors.InvalidInputError(text),
    new errors.ResponseError(text),
    new errors.TimeoutError(text),
    new errors.NetworkError(text),
  ];
  for (const error of bare) expect(Object.keys(error)).toEqual(['fix']);
  expect(inspect(bare[0])).not.toContain('undefined');
});

test('the cause is kept', () => {
  const cause = new TypeError('deeper');
  expect(new errors.NetworkError(text, request, cause).cause).toBe(cause);
  expect('cause' in new errors.NetworkError(text, request)).toBe(false);
});

test('an error of a second copy is recognised', () => {
  class Stranger extends Error {
    get [Symbol.for('dfcloud.error')](): true {
      return true;
    }
  }
  expect(errors.isDfCloudError(new Stranger())).toBe(true);
  expect([new TypeError('x'), null, 'x', {}].some(errors.isDfCloudError)).toBe(false);
});
