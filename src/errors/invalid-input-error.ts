import { DfCloudError, type ErrorText } from './base.js';
import type { RequestDetails } from './request-details.js';

/** An option or argument is not legal. Thrown before anything is sent, or when the API refuses the input (400, 422). */
export class InvalidInputError extends DfCloudError {
  /** The option's name as the caller writes it: `peer.vpcId`. */
  declare readonly field?: string;
  /** The request, where the API was the one that refused. */
  declare readonly request?: RequestDetails;

  constructor(
    text: ErrorText,
    details: { readonly field?: string; readonly request?: RequestDetails } = {},
    cause?: unknown,
  ) {
    super(text, cause);
    if (details.field !== undefined) this.field = details.field;
    if (details.request) this.request = details.request;
  }

  override get name() {
    return 'InvalidInputError' as const;
  }

  override get code() {
    return 'invalid_input' as const;
  }
}
