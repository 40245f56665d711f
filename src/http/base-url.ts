import { InvalidInputError } from '../errors/invalid-input-error.js';
import { baseUrlIllegal } from '../errors/messages.js';
import { isLoopbackHost } from '../internal/loopback.js';

/** The vendor's API. */
export const DEFAULT_BASE_URL = 'https://api.dragonflydb.cloud';

/** A base URL that has been found legal. */
export interface BaseUrl {
  /** Without a trailing slash. */
  readonly href: string;
  /** True when its host is this machine. */
  readonly loopback: boolean;
}

/**
 * Reads a base URL: `https:`, or `http:` towards loopback; no credentials, query or fragment. `source` is its name in
 * the error.
 *
 * @throws InvalidInputError when it is not legal.
 */
export function parseBaseUrl(text: unknown, source: 'baseUrl' | 'DFCLOUD_BASE_URL' = 'baseUrl'): BaseUrl {
  const refuse = (why: string) => new InvalidInputError(baseUrlIllegal(source, text, why), { field: source });
  if (typeof text !== 'string') throw refuse('it is no text');
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) throw refuse('it has no scheme');
  if (!URL.canParse(text)) throw refuse('it is no URL');

  const url = new URL(text);
  const loopback = isLoopbackHost(url.hostname);
  if (url.username || url.password) throw refuse('it holds credentials');
  if (url.search || url.hash) throw refuse('it has a query or a fragment');
  if (url.protocol === 'http:' && !loopback)
    throw refuse('http: is for loopback only, the API key would travel in clear');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw refuse(`its scheme is ${url.protocol}`);
  return { href: url.href.replace(/\/+$/, ''), loopback };
}
