import { AuthError } from '../errors/auth-error.js';
import type { DfCloudError } from '../errors/base.js';
import { ConflictError } from '../errors/conflict-error.js';
import { InvalidInputError } from '../errors/invalid-input-error.js';
import * as messages from '../errors/messages.js';
import { NotFoundError } from '../errors/not-found-error.js';
import { RateLimitError } from '../errors/rate-limit-error.js';
import type { RequestDetails } from '../errors/request-details.js';
import { ResponseError } from '../errors/response-error.js';
import { ServerError } from '../errors/server-error.js';
import { errorText } from './body.js';
import type { RawResponse } from './exchange.js';
import { redact } from './redact.js';
import { parseRetryAfter } from './retry-after.js';

/**
 * The error that an answer's status stands for; undefined when the answer is a success. What the API says for itself
 * is quoted without the `secrets` of the request.
 */
export function statusError(
  response: RawResponse,
  request: RequestDetails,
  secrets: readonly string[],
): DfCloudError | undefined {
  const { status } = response;
  if (status >= 200 && status < 300) return undefined;
  const text = errorText(response.text);
  const said = text === undefined ? undefined : redact(text, secrets);
  if (status < 400) return new ResponseError(messages.redirected(request, response.location), { request });
  if (status === 401) return new AuthError('api_key_refused', messages.apiKeyRefused(said), request);
  if (status === 403)
    return new AuthError('api_key_not_allowed', messages.apiKeyNotAllowed(request, said), request);
  if (status === 404)
    return request.method === 'DELETE' && request.attempts > 1 ? undefined : notFound(request, said);
  if (status === 409) return new ConflictError(messages.conflict(request, said), request);
  if (status === 429) {
    const retryAfterMs = parseRetryAfter(response.retryAfter);
    return new RateLimitError(messages.rateLimited(request, retryAfterMs), request, retryAfterMs);
  }
  if (status === 408 || status >= 500) {
    return new ServerError(
      messages.serverFailed(request, said),
      request,
      parseRetryAfter(response.retryAfter),
    );
  }
  return new InvalidInputError(messages.inputRefused(request, said), { request });
}

function notFound(request: RequestDetails, said: string | undefined): NotFoundError {
  return new NotFoundError(messages.notFound(request, said), request);
}
