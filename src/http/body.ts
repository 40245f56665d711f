import { InvalidInputError } from '../errors/invalid-input-error.js';
import { bodyNotAllowed, bodyNotJson, bodyNotSerialisable } from '../errors/messages.js';
import type { RequestDetails } from '../errors/request-details.js';
import { ResponseError } from '../errors/response-error.js';

/**
 * The JSON text of what a caller wants to send.
 *
 * @throws InvalidInputError when JSON cannot express it, or a GET would carry it.
 */
export function jsonBody(method: string, path: string, body: unknown): string | undefined {
  if (body === undefined) return undefined;
  if (method === 'GET') throw new InvalidInputError(bodyNotAllowed(method, path), { field: 'body' });
  const text = tryStringify(body);
  if (text === undefined) throw new InvalidInputError(bodyNotSerialisable(method, path), { field: 'body' });
  return text;
}

/** Undefined for a cycle, a bigint, a function or a symbol. */
function tryStringify(body: unknown): string | undefined {
  try {
    return JSON.stringify(body);
  } catch {
    return undefined;
  }
}

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
