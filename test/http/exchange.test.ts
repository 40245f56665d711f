import { expect, test } from 'vitest';
import { exchange } from '../../src/http/exchange.js';
import { RequestRecord } from '../../src/http/request-record.js';
import { systemClock } from '../../src/internal/clock.js';
import { type Answer, startServer } from '../helpers/http-server.js';

async function exchanged(answer: Answer) {
  const server = await startServer([answer]);
  const config = {
    baseUrl: server.url,
    apiKey: 'k',
    timeoutMs: 1_000,
    totalTimeoutMs: 1_000,
    userAgent: 'test',
    onEvent: () => undefined,
    clock: systemClock,
  };
  const record = new RequestRecord('GET', '/x');
  return exchange(config, { method: 'GET', path: '/x' }, record, new AbortController().signal);
}

test('gives status, text and the headers that matter', async () => {
  const headers = { 'retry-after': '3', 'x-request-id': 'r-1', location: '/y', 'x-other': 'z' };
  expect(await exchanged({ status: 503, text: 'busy', headers })).toEqual({
    status: 503,
    text: 'busy',
    retryAfter: '3',
    requestId: 'r-1',
    location: '/y',
  });
});

test('headers that are absent are no keys', async () => {
  expect(await exchanged({ status: 204 })).toEqual({ status: 204, text: '' });
});

test.each(['x-request-id', 'request-id', 'x-amzn-requestid', 'cf-ray'])(
  '%s names the answer',
  async (name) => {
    expect((await exchanged({ headers: { [name]: 'r-1' } })).requestId).toBe('r-1');
  },
);

test('a redirect is an answer', async () => {
  expect(await exchanged({ status: 307, headers: { location: 'http://127.0.0.1:1/' } })).toMatchObject({
    status: 307,
    location: 'http://127.0.0.1:1/',
  });
});
