import { bodyNotJson } from '../errors/messages.js';
import type { RequestDetails } from '../errors/request-details.js';
import { ResponseError } from '../errors/response-error.js';

/** The JSON of an answer's body; undefined when the body is empty. */
export function readBody(text: string, request: RequestDetails): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // The SyntaxError is not kept as cause: it quotes the body, which can hold a password.
    throw new ResponseError(bodyNotJson(request, text), { request });
  }
}

/** What an error answer says for itself: `error` of its JSON, or nothing. */
export function errorText(text: string): string | undefined {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== 'object' || body === null || !('error' in body)) return undefined;
    return typeof body.error === 'string' && body.error !== '' ? body.error : undefined;
  } catch {
    return undefined;
  }
}
