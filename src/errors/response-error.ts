import { DfCloudError, type ErrorText } from './base.js';
import type { RequestDetails } from './request-details.js';

/** The API answered, but with something that cannot be used: not JSON, a field missing, a redirect. */
export class ResponseError extends DfCloudError {
  /** The request that was made, where one was. */
  declare readonly request?: RequestDetails;
  /** Where in the body the trouble is, in the API's own words: `connection_config.peer.vpc_id`. */
  declare readonly at?: string;

  constructor(
    text: ErrorText,
    details: { readonly request?: RequestDetails; readonly at?: string } = {},
    cause?: unknown,
  ) {
    super(text, cause);
    if (details.request) this.request = details.request;
    if (details.at !== undefined) this.at = details.at;
  }

  override get name() {
    return 'ResponseError' as const;
  }

  override get code() {
    return 'bad_response' as const;
  }
}
