import { expect, test } from 'vitest';
import { InvalidInputError } from '../../src/errors/index.js';
import { parseBaseUrl } from '../../src/http/base-url.js';
import { thrown } from '../helpers/errors.js';

test.each([
  ['https://api.dragonflydb.cloud', 'https://api.dragonflydb.cloud', false],
  ['https://proxy.example.com/dragonfly//', 'https://proxy.example.com/dragonfly', false],
  ['http://127.0.0.1:8080/', 'http://127.0.0.1:8080', true],
  ['http://127.9.9.9', 'http://127.9.9.9', true],
  ['http://localhost:1', 'http://localhost:1', true],
  ['http://[::1]:1', 'http://[::1]:1', true],
  ['https://localhost:1', 'https://localhost:1', true],
  ['HTTP://127.1', 'http://127.0.0.1', true],
])('%s is legal', (text, href, loopback) => {
  expect(parseBaseUrl(text)).toEqual({ href, loopback });
});

test.each([
  ['http://api.dragonflydb.cloud', 'loopback only'],
  ['http://127.0.0.1.example.com', 'loopback only'],
  ['http://10.0.0.1', 'loopback only'],
  ['http://0.0.0.0', 'loopback only'],
  ['api.dragonflydb.cloud', 'no scheme'],
  ['127.0.0.1:8080', 'no scheme'],
  ['', 'no scheme'],
  ['https://', 'no URL'],
  ['https://host:99999', 'no URL'],
  ['ftp://127.0.0.1', 'ftp:'],
  ['https://user:pw@host', 'credentials'],
  ['https://host/?a=b', 'query'],
  ['https://host/#a', 'fragment'],
  [undefined, 'no text'],
  [null, 'no text'],
  [42, 'no text'],
  [new URL('https://host'), 'no text'],
])('%s is refused: %s', (text, why) => {
  const error = thrown(() => parseBaseUrl(text), InvalidInputError);
  expect(error.message).toContain(why);
  expect(error.message).not.toContain(':pw@');
  expect(error.field).toBe('baseUrl');
});

test('a URL of the environment is named so', () => {
  const error = thrown(() => parseBaseUrl('nothing', 'DFCLOUD_BASE_URL'), InvalidInputError);
  expect(error.message).toMatch(/^DFCLOUD_BASE_URL is "nothing": it has no scheme/);
});
