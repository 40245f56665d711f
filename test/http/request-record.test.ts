import { expect, test } from 'vitest';
import { RequestRecord } from '../../src/http/request-record.js';

const record = () => new RequestRecord('POST', '/v1/networks');

test('nothing is sent before it leaves', () => {
  const call = record();
  call.begin();
  expect(call.details()).toEqual({ method: 'POST', path: '/v1/networks', attempts: 1, sent: 'no' });
});

test('while it is under way it may have had an effect', () => {
  const call = record();
  call.begin();
  call.leaves();
  expect(call.details().sent).toBe('maybe');
});

test('a refused connection takes that back', () => {
  const call = record();
  call.begin();
  call.leaves();
  call.failed('no');
  expect(call.details().sent).toBe('no');
});

test('a failure before leaving is no effect', () => {
  const call = record();
  call.begin();
  call.failed('maybe');
  expect(call.details().sent).toBe('no');
});

test('the furthest of all attempts counts', () => {
  const call = record();
  for (const sent of ['maybe', 'no'] as const) {
    call.begin();
    call.leaves();
    call.failed(sent);
  }
  expect(call.details()).toMatchObject({ attempts: 2, sent: 'maybe' });
  call.begin();
  call.answered(503, 'r-1');
  expect(call.details()).toMatchObject({ attempts: 3, sent: 'yes', status: 503, requestId: 'r-1' });
});

test('a new attempt forgets the last answer', () => {
  const call = record();
  call.begin();
  call.answered(503, 'r-1');
  call.begin();
  expect(call.details()).toEqual({ method: 'POST', path: '/v1/networks', attempts: 2, sent: 'yes' });
});
