import { DfCloudError, type ErrorText } from './base.js';
import type { RequestDetails } from './request-details.js';
import type { WaitDetails } from './wait-details.js';

/** The time was up: of one request (`request` is set) or of a wait (`wait` is set). */
export class TimeoutError extends DfCloudError {
  /** The request whose `timeoutMs` or `totalTimeoutMs` was used up. */
  declare readonly request?: RequestDetails;
  /** What the wait had seen by then. */
  declare readonly wait?: WaitDetails;

  constructor(
    text: ErrorText,
    details: { readonly request?: RequestDetails; readonly wait?: WaitDetails } = {},
    cause?: unknown,
  ) {
    super(text, cause);
    if (details.request) this.request = details.request;
    if (details.wait) this.wait = details.wait;
  }

  override get name() {
    return 'TimeoutError' as const;
  }

  override get code() {
    return 'timeout' as const;
  }
}
