import { DfCloudError, type ErrorText } from './base.js';
import type { WaitDetails } from './wait-details.js';

/** Nothing more happens before the customer acts: the peering has to be accepted. `fix` says how. */
export class NeedsYourActionError extends DfCloudError {
  /** What had been seen, the status and the API's own words about it included. */
  readonly wait: WaitDetails;

  constructor(text: ErrorText, wait: WaitDetails) {
    super(text);
    this.wait = wait;
  }

  override get name() {
    return 'NeedsYourActionError' as const;
  }

  override get code() {
    return 'needs_your_action' as const;
  }
}
