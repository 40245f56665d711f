import { DfCloudError, type ErrorText } from './base.js';
import type { RequestDetails } from './request-details.js';

/** Which of the four things is wrong with the API key. */
export type AuthErrorCode =
  | 'api_key_missing'
  | 'api_key_malformed'
  | 'api_key_refused'
  | 'api_key_not_allowed';

/** The API key is missing, malformed, refused by the API (401), or not allowed to do this (403). */
export class AuthError extends DfCloudError {
  readonly #code: AuthErrorCode;
  /** The request, where the API was the one that refused. */
  declare readonly request?: RequestDetails;

  constructor(code: AuthErrorCode, text: ErrorText, request?: RequestDetails) {
    super(text);
    this.#code = code;
    if (request) this.request = request;
  }

  override get name() {
    return 'AuthError' as const;
  }

  override get code(): AuthErrorCode {
    return this.#code;
  }
}
