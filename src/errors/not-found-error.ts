import { DfCloudError, type ErrorText } from './base.js';
import type { RequestDetails } from './request-details.js';

/** The API has no such resource (404). */
export class NotFoundError extends DfCloudError {
  /** The request that was made. */
  declare readonly request?: RequestDetails;

  constructor(text: ErrorText, request?: RequestDetails, cause?: unknown) {
    super(text, cause);
    if (request) this.request = request;
  }

  override get name() {
    return 'NotFoundError' as const;
  }

  override get code() {
    return 'not_found' as const;
  }
}
