import { DfCloudError, type ErrorText } from './base.js';

/** Which of the four things is wrong with the API key. */
export type AuthErrorCode =
  | 'api_key_missing'
  | 'api_key_malformed'
  | 'api_key_refused'
  | 'api_key_not_allowed';

/** The API key is missing, malformed, refused by the API (401), or not allowed to do this (403). */
export class AuthError extends DfCloudError {
  readonly #code: AuthErrorCode;

  constructor(code: AuthErrorCode, text: ErrorText, cause?: unknown) {
    super(text, cause);
    this.#code = code;
  }

  override get name() {
    return 'AuthError' as const;
  }

  override get code(): AuthErrorCode {
    return this.#code;
  }
}
