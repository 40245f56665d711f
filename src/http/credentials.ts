import { AuthError } from '../errors/auth-error.js';
import { apiKeyMalformed, apiKeyMissing, apiKeyNotForLoopback } from '../errors/messages.js';
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
  const baseUrl = parseBaseUrl(given.baseUrl ?? (readEnv('DFCLOUD_BASE_URL') || DEFAULT_BASE_URL));
  const apiKey = given.apiKey ?? readEnv('DFCLOUD_API_KEY');
  if (apiKey === undefined) throw new AuthError('api_key_missing', apiKeyMissing());

  const flaw = flawOf(apiKey);
  const source = given.apiKey === undefined ? 'DFCLOUD_API_KEY' : 'apiKey';
  if (flaw) throw new AuthError('api_key_malformed', apiKeyMalformed(source, flaw));

  if (given.apiKey === undefined && given.baseUrl !== undefined && baseUrl.loopback) {
    throw new AuthError('api_key_missing', apiKeyNotForLoopback());
  }
  return { apiKey, baseUrl };
}

/** Why a key cannot be sent, or undefined. Nothing is assumed of its shape but that a header can carry it. */
function flawOf(apiKey: unknown): string | undefined {
  if (typeof apiKey !== 'string') return `it is a ${typeof apiKey}, not a string`;
  if (apiKey === '') return 'it is empty';
  if (apiKey.trim() === '') return 'it is only white space';
  if (/^\s|\s$/.test(apiKey))
    return 'it begins or ends with white space, as a key read from a file often does';
  if (!/^[\x21-\x7e\x80-\xff]+$/.test(apiKey)) return 'it holds characters that an HTTP header cannot carry';
  return undefined;
}
