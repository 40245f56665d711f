import { DfCloudError, type ErrorText } from './base.js';
import type { RequestDetails } from './request-details.js';

/** The API failed (5xx, 408), in all attempts that were allowed. */
export class ServerError extends DfCloudError {
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
    return 'ServerError' as const;
  }

  override get code() {
    return 'server_error' as const;
  }
}
