import { DfCloudError, type ErrorText } from './base.js';
import type { WaitDetails } from './wait-details.js';

/** The resource is in a state from which what was asked for cannot be reached: failed, irrecoverable, being deleted. */
export class FailedStateError extends DfCloudError {
  /** What had been seen, the status and the API's own words about it included. */
  readonly wait: WaitDetails;

  constructor(text: ErrorText, wait: WaitDetails) {
    super(text);
    this.wait = wait;
  }

  override get name() {
    return 'FailedStateError' as const;
  }

  override get code() {
    return 'failed_state' as const;
  }
}
