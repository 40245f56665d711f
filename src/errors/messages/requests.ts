import type { ErrorText } from '../base.js';
import type { RequestDetails } from '../request-details.js';
import { effect, FAILURES, line, quoted } from './request-words.js';

/** No answer came. */
export function networkFailed(request: RequestDetails, baseUrl: string, code: string): ErrorText {
  return {
    message: `${line(request)} failed: ${FAILURES[code] ?? 'the connection failed'} (${code}) at ${new URL(baseUrl).host}. ${effect(request)}`,
    fix: `Check that ${baseUrl} can be reached from here: curl -sS -o /dev/null -w '%{http_code}\\n' ${baseUrl}/v1/networks. Behind a proxy, pass a fetch that uses it.`,
  };
}

/** One of the two clocks ran out. */
export function requestTimedOut(
  request: RequestDetails,
  clock: 'timeoutMs' | 'totalTimeoutMs',
  afterMs: number,
): ErrorText {
  const what =
    clock === 'timeoutMs' ? 'One attempt took longer than' : 'The call with its retries took longer than';
  return {
    message: `${line(request)} timed out. ${what} ${clock} = ${afterMs}. ${effect(request)}`,
    fix: `Pass a larger ${clock}, or check the way to the API and its status page.`,
  };
}

/** The caller cancelled. */
export function requestAborted(request: RequestDetails): ErrorText {
  return {
    message: `${line(request)} was cancelled. ${effect(request)}`,
    fix: 'Make the call again when you want its result; every read and every ensure is safe to repeat.',
  };
}

/** 404. */
export function notFound(request: RequestDetails, said: string | undefined): ErrorText {
  return {
    message: `${request.method} ${request.path}: there is no such resource (404)${quoted(said)}.`,
    fix: LISTED.test(request.path)
      ? `List what exists: dfcloud ${LISTED.exec(request.path)?.[1]} list. The id may belong to another account's key.`
      : 'Check the path and that baseUrl is the API itself.',
  };
}

// A path with an id below one of the three lists.
const LISTED = /^\/v1\/(networks|connections|datastores)\/./;

/** 409. */
export function conflict(request: RequestDetails, said: string | undefined): ErrorText {
  return {
    message: `${request.method} ${request.path} contradicts what exists (409)${quoted(said)}.`,
    fix:
      request.method === 'DELETE'
        ? 'Something still uses it: delete its connections and datastores first (dfcloud status shows them).'
        : 'Look at what exists (dfcloud status), and adopt it or choose other values.',
  };
}

/** 429. */
export function rateLimited(request: RequestDetails, retryAfterMs: number | undefined): ErrorText {
  const when = retryAfterMs === undefined ? 'in a while' : `in ${Math.ceil(retryAfterMs / 1000)} s`;
  return {
    message: `${line(request)}: too many requests (429).`,
    fix: `Try again ${when}; many waits on one client share their requests, so use one client.`,
  };
}

/** 5xx and 408. */
export function serverFailed(request: RequestDetails, said: string | undefined): ErrorText {
  return {
    message: `${line(request)}: the API failed (${request.status})${quoted(said)}. ${effect(request)}`,
    fix: `Try again later${request.requestId ? `, and name request ${request.requestId} to support` : ''}.`,
  };
}

/** 400, 422 and the like. */
export function inputRefused(request: RequestDetails, said: string | undefined): ErrorText {
  return {
    message: `The API refused ${request.method} ${request.path} (${request.status})${quoted(said)}.`,
    fix: 'Change the input as the API says.',
  };
}

/** A body that JSON cannot express. */
export function bodyNotSerialisable(method: string, path: string): ErrorText {
  return {
    message: `The body of ${method} ${path} cannot be written as JSON.`,
    fix: 'Pass plain objects, lists, texts, numbers and booleans: no bigint, no function, no cycle.',
  };
}

/** A body where HTTP allows none. */
export function bodyNotAllowed(method: string, path: string): ErrorText {
  return {
    message: `${method} ${path} cannot carry a body.`,
    fix: 'Leave the body out, or use POST or PUT.',
  };
}
