import { DfCloudError, type ErrorText } from './base.js';
import type { RequestDetails } from './request-details.js';

/** The caller's `AbortSignal` fired. `cause` is the signal's reason. */
export class AbortedError extends DfCloudError {
  /** The request that was under way, where one was. */
  declare readonly request?: RequestDetails;

  constructor(text: ErrorText, request?: RequestDetails, cause?: unknown) {
    super(text, cause);
    if (request) this.request = request;
  }

  override get name() {
    return 'AbortedError' as const;
  }

  override get code() {
    return 'aborted' as const;
  }
}
