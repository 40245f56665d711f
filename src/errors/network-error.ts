import { DfCloudError, type ErrorText } from './base.js';
import type { RequestDetails } from './request-details.js';

/** No answer came: name resolution, connection or transfer failed. `request.sent` says whether it can have had an effect. */
export class NetworkError extends DfCloudError {
  /** The request that was made. */
  declare readonly request?: RequestDetails;

  constructor(text: ErrorText, request?: RequestDetails, cause?: unknown) {
    super(text, cause);
    if (request) this.request = request;
  }

  override get name() {
    return 'NetworkError' as const;
  }

  override get code() {
    return 'network' as const;
  }
}
