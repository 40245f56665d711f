import { DfCloudError, type ErrorText } from './base.js';
import type { RequestDetails } from './request-details.js';

/** The API asked for fewer requests (429), and the attempts or the time were used up. */
export class RateLimitError extends DfCloudError {
  /** The request that was made. */
  readonly request: RequestDetails;
  /** How long the API asked to wait, in milliseconds, where it said so. */
  declare readonly retryAfterMs?: number;

  constructor(text: ErrorText, request: RequestDetails, retryAfterMs?: number) {
    super(text);
    this.request = request;
    if (retryAfterMs !== undefined) this.retryAfterMs = retryAfterMs;
  }

  override get name() {
    return 'RateLimitError' as const;
  }

  override get code() {
    return 'rate_limited' as const;
  }
}
