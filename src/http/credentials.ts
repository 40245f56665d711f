import { AuthError } from '../errors/auth-error.js';
import { apiKeyMalformed, apiKeyMissing, apiKeyNotForLoopback, kindOf } from '../errors/messages.js';
import { readEnv } from '../internal/env.js';
import { type BaseUrl, DEFAULT_BASE_URL, parseBaseUrl } from './base-url.js';

/** Where to send requests, and with which key. */
export interface Credentials {
  /** The bearer key. */
  readonly apiKey: string;
  /** The API. */
  readonly baseUrl: BaseUrl;
}

/**
 * Takes key and base URL from the caller, else from DFCLOUD_API_KEY and DFCLOUD_BASE_URL. A key from the environment
 * goes to a loopback URL only when that came from the environment too: a real key must not reach a test server that
 * somebody's code names.
 *
 * @throws AuthError when the key is missing or malformed. @throws InvalidInputError when the base URL is not legal.
 */
export function resolveCredentials(given: {
  readonly apiKey?: string | undefined;
  readonly baseUrl?: string | undefined;
}): Credentials {
  const baseUrl = resolveBaseUrl(given.baseUrl);
  // Only undefined means "not given": null must not bring in the key of the environment.
  const apiKey: unknown = given.apiKey === undefined ? readEnv('DFCLOUD_API_KEY') : given.apiKey;
  if (apiKey === undefined) throw new AuthError('api_key_missing', apiKeyMissing());
  assertUsable(apiKey, given.apiKey === undefined ? 'DFCLOUD_API_KEY' : 'apiKey');

  if (given.apiKey === undefined && given.baseUrl !== undefined && baseUrl.loopback) {
    throw new AuthError('api_key_missing', apiKeyNotForLoopback());
  }
  return { apiKey, baseUrl };
}

function resolveBaseUrl(given: string | undefined): BaseUrl {
  if (given !== undefined) return parseBaseUrl(given, 'baseUrl');
  return parseBaseUrl(readEnv('DFCLOUD_BASE_URL') || DEFAULT_BASE_URL, 'DFCLOUD_BASE_URL');
}

function assertUsable(apiKey: unknown, source: string): asserts apiKey is string {
  const flaw = flawOf(apiKey);
  if (flaw) throw new AuthError('api_key_malformed', apiKeyMalformed(source, flaw));
}

/** Why a key cannot be sent, or undefined. Nothing is assumed of its shape but that a header can carry it. */
function flawOf(apiKey: unknown): string | undefined {
  if (typeof apiKey !== 'string') return `it is ${kindOf(apiKey)}, not a text`;
  if (apiKey === '') return 'it is empty';
  if (apiKey.trim() === '') return 'it is only white space';
  if (/^\s|\s$/.test(apiKey))
    return 'it begins or ends with white space, as a key read from a file often does';
  if (/\s/.test(apiKey)) return 'it holds white space';
  if (!/^[\x21-\x7e\x80-\xff]+$/.test(apiKey)) return 'it holds characters that an HTTP header cannot carry';
  return undefined;
}
