import { expect, test } from 'vitest';
import { InvalidInputError, ResponseError } from '../../src/errors/index.js';
import { errorText, jsonBody, readBody } from '../../src/http/body.js';
import { thrown } from '../helpers/errors.js';

const request = { method: 'GET', path: '/v1/networks', attempts: 1, sent: 'yes', status: 200 } as const;

test('an empty body is nothing', () => {
  expect([readBody('', request), readBody(' \n', request)]).toEqual([undefined, undefined]);
});

test('JSON is read', () => {
  expect(readBody('[1]', request)).toEqual([1]);
});

test('what is no JSON is refused and not quoted', () => {
  const error = thrown(() => readBody('{"password":"hunter2"', request), ResponseError);
  expect(error.request).toEqual(request);
  expect(`${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`).not.toContain('hunter2');
  expect(thrown(() => readBody('<html>', request), ResponseError).message).toContain('web page');
});

test.each([
  ['{"error":"no such network"}', 'no such network'],
  ['{"error":""}', undefined],
  ['{"error":5}', undefined],
  ['{"message":"x"}', undefined],
  ['null', undefined],
  ['<html>', undefined],
  ['', undefined],
])('the error text of %s is %s', (text, said) => {
  expect(errorText(text)).toBe(said);
});

test('a body becomes JSON text', () => {
  expect(jsonBody('POST', '/p', { a: 1 })).toBe('{"a":1}');
  expect(jsonBody('PUT', '/p', null)).toBe('null');
  expect(jsonBody('GET', '/p', undefined)).toBeUndefined();
});

const cycle: Record<string, unknown> = {};
cycle.self = cycle;

test.each([[cycle], [{ n: 5n }], [() => 1], [Symbol('s')]])(
  'what JSON cannot say is refused (%#)',
  (body) => {
    expect(thrown(() => jsonBody('POST', '/p', body), InvalidInputError).field).toBe('body');
  },
);

test('a GET carries no body', () => {
  expect(thrown(() => jsonBody('GET', '/p', {}), InvalidInputError).message).toContain('cannot carry a body');
});
