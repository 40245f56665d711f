import type { ErrorText } from '../base.js';
import type { RequestDetails } from '../request-details.js';
import { effect } from './request-words.js';

/** 3xx. */
export function redirected(request: RequestDetails, location: string | undefined): ErrorText {
  const target = location && URL.canParse(location) ? ` to ${new URL(location).origin}` : '';
  return {
    message: `${request.method} ${request.path} was redirected${target} (${request.status}). Redirects are not followed, the API key would go along.`,
    fix: 'Set baseUrl to the final address of the API.',
  };
}

/** A 2xx answer whose body is no JSON. */
export function bodyNotJson(request: RequestDetails, text: string): ErrorText {
  const start = text.trimStart().startsWith('<') ? 'It looks like a web page. ' : '';
  return {
    message: `${request.method} ${request.path} was answered with ${request.status}, but the body is not JSON. ${start}${effect(request)}`,
    fix: 'Check that baseUrl is the API itself and that no proxy or login page stands in between.',
  };
}

/** A 2xx answer that lacks what it must have. `at` is in the API's words. */
export function bodyLacks(request: RequestDetails | undefined, at: string, problem: string): ErrorText {
  const what = request ? `The answer to ${request.method} ${request.path}` : 'The body';
  return {
    message: `${what} cannot be used: ${at === '' ? 'the body' : at}: ${problem}.`,
    fix: 'The API may have changed: update dfcloud. If the newest version says the same, report it with this message.',
  };
}
