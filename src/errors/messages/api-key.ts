import type { ErrorText } from '../base.js';
import type { RequestDetails } from '../request-details.js';
import { quoted } from './request-words.js';

const KEY_PAGE = 'Create a key in the Dragonfly Cloud console (Account > API keys)';

/** No key was given. */
export function apiKeyMissing(): ErrorText {
  return {
    message: 'No API key: neither the option apiKey nor the environment variable DFCLOUD_API_KEY is set.',
    fix: `${KEY_PAGE} and run: export DFCLOUD_API_KEY=<key>`,
  };
}

/** A key was given that no header can carry. `flaw` completes "because …". The key itself is never shown. */
export function apiKeyMalformed(source: string, flaw: string): ErrorText {
  return {
    message: `The API key in ${source} cannot be used: ${flaw}.`,
    fix: `${KEY_PAGE}, copy it whole, and run: export DFCLOUD_API_KEY=<key>`,
  };
}

/** A key from the environment would go to a loopback address that code names. */
export function apiKeyNotForLoopback(): ErrorText {
  return {
    message:
      'The API key of DFCLOUD_API_KEY is not sent to a loopback baseUrl that was passed as an option: it is probably a real key.',
    fix: 'Pass apiKey beside baseUrl, or set DFCLOUD_BASE_URL as well.',
  };
}

/** 401. */
export function apiKeyRefused(said: string | undefined): ErrorText {
  return {
    message: `The API does not know this API key (401)${quoted(said)}.`,
    fix: `${KEY_PAGE}, and check that it has not been revoked and belongs to this base URL.`,
  };
}

/** 403. */
export function apiKeyNotAllowed(request: RequestDetails, said: string | undefined): ErrorText {
  return {
    message: `The API key is valid but not allowed to ${request.method} ${request.path} (403)${quoted(said)}.`,
    fix: 'Use a key of an account member whose role allows this, or ask an owner of the account to widen the role.',
  };
}
