import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AuthError, InvalidInputError } from '../../src/errors/index.js';
import { resolveCredentials } from '../../src/http/credentials.js';
import { thrown } from '../helpers/errors.js';

const LOOPBACK = 'http://127.0.0.1:9';
const REMOTE = 'https://dragonfly.example.com';

beforeEach(() => {
  vi.stubEnv('DFCLOUD_API_KEY', undefined);
  vi.stubEnv('DFCLOUD_BASE_URL', undefined);
});
afterEach(() => vi.unstubAllEnvs());

test('the base URL defaults to the API', () => {
  expect(resolveCredentials({ apiKey: 'k' }).baseUrl.href).toBe('https://api.dragonflydb.cloud');
  vi.stubEnv('DFCLOUD_BASE_URL', '');
  expect(resolveCredentials({ apiKey: 'k' }).baseUrl.href).toBe('https://api.dragonflydb.cloud');
});

test('options go before the environment', () => {
  vi.stubEnv('DFCLOUD_API_KEY', 'of-env');
  vi.stubEnv('DFCLOUD_BASE_URL', REMOTE);
  expect(resolveCredentials({})).toMatchObject({ apiKey: 'of-env', baseUrl: { href: REMOTE } });
  expect(resolveCredentials({ apiKey: 'k', baseUrl: LOOPBACK })).toMatchObject({
    apiKey: 'k',
    baseUrl: { href: LOOPBACK },
  });
});

test('no key at all is told apart', () => {
  const error = thrown(() => resolveCredentials({}), AuthError);
  expect(error.code).toBe('api_key_missing');
  expect(error.fix).toContain('export DFCLOUD_API_KEY=');
});

describe('a key that no header can carry is malformed', () => {
  test.each([
    ['', 'empty'],
    ['  \n', 'only white space'],
    ['key\n', 'begins or ends with white space'],
    [' key', 'begins or ends with white space'],
    ['a key', 'holds white space'],
    ['ключ', 'cannot carry'],
    ['a\u0000b', 'cannot carry'],
    [null, 'it is null'],
    [42, 'it is a number'],
    [{}, 'it is an object'],
  ])('%j', (apiKey, flaw) => {
    // The types forbid some of these; JavaScript does not.
    const error = thrown(() => Reflect.apply(resolveCredentials, undefined, [{ apiKey }]), AuthError);
    expect(error.code).toBe('api_key_malformed');
    expect(error.message).toContain(flaw);
    expect(error.message).toContain('in apiKey ');
  });

  test('also one of the environment, which is named', () => {
    vi.stubEnv('DFCLOUD_API_KEY', '');
    const error = thrown(() => resolveCredentials({}), AuthError);
    expect(error.message).toBe('The API key in DFCLOUD_API_KEY cannot be used: it is empty.');
  });
});

test.each(['x', 'dfc_AbC-123._~+/=', 'é'])('no shape is assumed of the key %s', (apiKey) => {
  expect(resolveCredentials({ apiKey }).apiKey).toBe(apiKey);
});

describe('a key of the environment and a loopback URL', () => {
  test('both from the environment is fine', () => {
    vi.stubEnv('DFCLOUD_API_KEY', 'k');
    vi.stubEnv('DFCLOUD_BASE_URL', LOOPBACK);
    expect(resolveCredentials({}).baseUrl.loopback).toBe(true);
  });

  test('both by hand is fine', () => {
    vi.stubEnv('DFCLOUD_API_KEY', 'real');
    expect(resolveCredentials({ apiKey: 'k', baseUrl: LOOPBACK }).apiKey).toBe('k');
  });

  test('a key by hand may go to a URL of the environment', () => {
    vi.stubEnv('DFCLOUD_BASE_URL', LOOPBACK);
    expect(resolveCredentials({ apiKey: 'k' }).baseUrl.href).toBe(LOOPBACK);
  });

  test.each([LOOPBACK, 'http://localhost:1', 'http://[::1]:1', 'https://127.0.0.1'])(
    'a key of the environment never goes to %s by hand',
    (baseUrl) => {
      vi.stubEnv('DFCLOUD_API_KEY', 'real');
      vi.stubEnv('DFCLOUD_BASE_URL', LOOPBACK);
      const error = thrown(() => resolveCredentials({ baseUrl }), AuthError);
      expect(error.message).toContain('not sent to a loopback baseUrl');
      expect(JSON.stringify(error)).not.toContain('"real"');
    },
  );

  test('null is no way around it', () => {
    vi.stubEnv('DFCLOUD_API_KEY', 'real');
    const call = () => Reflect.apply(resolveCredentials, undefined, [{ apiKey: null, baseUrl: LOOPBACK }]);
    expect(thrown(call, AuthError).code).toBe('api_key_malformed');
    const other = () => Reflect.apply(resolveCredentials, undefined, [{ baseUrl: null }]);
    expect(thrown(other, InvalidInputError).field).toBe('baseUrl');
  });

  test('a key of the environment may go elsewhere', () => {
    vi.stubEnv('DFCLOUD_API_KEY', 'k');
    expect(resolveCredentials({ baseUrl: REMOTE }).baseUrl.href).toBe(REMOTE);
  });
});
