import { DfCloudError, type ErrorText } from './base.js';
import type { RequestDetails } from './request-details.js';

/** The request contradicts what exists: a duplicate, an overlap or a resource that is still in use (409). */
export class ConflictError extends DfCloudError {
  /** The request that was made. */
  declare readonly request?: RequestDetails;

  constructor(text: ErrorText, request?: RequestDetails, cause?: unknown) {
    super(text, cause);
    if (request) this.request = request;
  }

  override get name() {
    return 'ConflictError' as const;
  }

  override get code() {
    return 'conflict' as const;
  }
}
