import { checkOptions } from './errors/check-options.js';
import { InvalidInputError } from './errors/invalid-input-error.js';
import { illegalValue } from './errors/messages.js';
import type { HttpEvent } from './http/events.js';
import type { ClientWarning } from './resources/warning.js';

/** What a client tells its listener. Never a header, a body or a secret. */
export type ClientEvent = HttpEvent | ClientWarning;

/** How a client behaves. */
export interface DfCloudOptions {
  /** The API key. @default the environment variable DFCLOUD_API_KEY */
  readonly apiKey?: string | undefined;
  /**
   * The API: an `https:` URL, or `http:` towards loopback.
   * @default the environment variable DFCLOUD_BASE_URL, else https://api.dragonflydb.cloud
   */
  readonly baseUrl?: string | undefined;
  /** Limit of one attempt of a request, in milliseconds. @default 15_000 */
  readonly timeoutMs?: number | undefined;
  /** Limit of a request with all its retries, in milliseconds. @default 60_000 */
  readonly totalTimeoutMs?: number | undefined;
  /** Told of every request, answer, retry and warning. An exception in it becomes a process warning. */
  readonly onEvent?: ((event: ClientEvent) => void) | undefined;
  /** Used instead of the global one, for a proxy or a private CA. It gets a URL text and a plain options object. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Appended to the User-Agent header, for example `my-tool/1.2`. */
  readonly userAgentSuffix?: string | undefined;
}

const KNOWN = ['apiKey', 'baseUrl', 'timeoutMs', 'totalTimeoutMs', 'onEvent', 'fetch', 'userAgentSuffix'];

/** The options that are no credentials, checked and with their defaults. @throws InvalidInputError */
export function checkClientOptions(options: DfCloudOptions) {
  checkOptions(options, KNOWN);
  const { timeoutMs = 15_000, totalTimeoutMs = 60_000, onEvent, fetch, userAgentSuffix = '' } = options;
  if (fetch !== undefined && typeof fetch !== 'function') {
    throw illegal('fetch', fetch, 'a function like the global fetch', 'globalThis.fetch');
  }
  if (typeof userAgentSuffix !== 'string' || !/^[\x20-\x7e]*$/.test(userAgentSuffix)) {
    throw illegal('userAgentSuffix', userAgentSuffix, 'printable ASCII text', '"my-tool/1.2"');
  }
  return { timeoutMs, totalTimeoutMs, onEvent, fetch, userAgentSuffix };
}

function illegal(field: string, value: unknown, legal: string, example: string): InvalidInputError {
  return new InvalidInputError(illegalValue(field, value, legal, example), { field });
}
