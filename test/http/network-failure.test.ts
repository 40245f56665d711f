import { expect, test } from 'vitest';
import { failureCode, sentWhenFailed } from '../../src/http/network-failure.js';
import { DeadlineReached } from '../../src/internal/abort.js';

const fetchFailed = (cause: unknown) => new TypeError('fetch failed', { cause });
const system = (code: string, syscall?: string) => Object.assign(new Error(code), { code, syscall });

test.each([
  system('ENOTFOUND', 'getaddrinfo'),
  system('EAI_AGAIN', 'getaddrinfo'),
  system('ECONNREFUSED', 'connect'),
  system('ETIMEDOUT', 'connect'),
  system('EHOSTUNREACH', 'connect'),
  system('ENETUNREACH', 'connect'),
  system('UND_ERR_CONNECT_TIMEOUT'),
  system('SELF_SIGNED_CERT_IN_CHAIN'),
  system('ERR_TLS_CERT_ALTNAME_INVALID'),
  new AggregateError([system('ECONNREFUSED', 'connect'), system('ENETUNREACH', 'connect')], 'all failed'),
])('$code provably never left', (cause) => {
  expect(sentWhenFailed(fetchFailed(cause))).toBe('no');
});

test.each([
  system('ECONNRESET', 'read'),
  system('EPIPE', 'write'),
  system('ETIMEDOUT', 'read'),
  system('EHOSTUNREACH', 'read'),
  system('ENETUNREACH', 'read'),
  system('UND_ERR_SOCKET'),
  system('UND_ERR_HEADERS_TIMEOUT'),
  new DeadlineReached(5),
  new TypeError('no code at all'),
])('$code may have had an effect', (cause) => {
  expect(sentWhenFailed(fetchFailed(cause))).toBe('maybe');
});

test('the code is that of the deepest cause', () => {
  expect(failureCode(fetchFailed(fetchFailed(system('ECONNRESET', 'read'))))).toBe('ECONNRESET');
  expect(failureCode(new AggregateError([system('ECONNREFUSED', 'connect')]))).toBe('ECONNREFUSED');
  expect(failureCode(new DeadlineReached(5))).toBe('TIMEOUT');
  expect(failureCode(new DOMException('x', 'AbortError'))).toBe('ABORTED');
  expect(failureCode('a string')).toBe('UNKNOWN');
  expect(failureCode(Object.assign(new Error('x'), { code: 42 }))).toBe('UNKNOWN');
});

test('a cause that is its own cause ends', () => {
  const circle = new Error('x');
  circle.cause = circle;
  expect(failureCode(circle)).toBe('UNKNOWN');
});
