import { DfCloudError, type ErrorText } from './base.js';
import type { RequestDetails } from './request-details.js';

/** The API failed (5xx) after all attempts. */
export class ServerError extends DfCloudError {
  /** The request that was made. */
  readonly request?: RequestDetails;

  constructor(text: ErrorText, request?: RequestDetails, cause?: unknown) {
    super(text, cause);
    if (request) this.request = request;
  }

  override get name() {
    return 'ServerError' as const;
  }

  override get code() {
    return 'server_error' as const;
  }
}
