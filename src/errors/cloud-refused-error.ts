import { DfCloudError, type ErrorText } from './base.js';

/** What is known about a call that a cloud refused. */
export interface CloudCall {
  /** `aws`, `gcp` or `azure`. */
  readonly provider: string;
  /** The cloud's own name of the call: `ec2:CreateRoute`. */
  readonly operation: string;
  /** The cloud's own error code: `RouteLimitExceeded`. */
  readonly cloudCode: string;
  /** The cloud's request id, where it named one. */
  readonly requestId?: string;
}

/** The customer's cloud refused a call: a permission is missing, a limit is reached, an object is in the wrong state. */
export class CloudRefusedError extends DfCloudError {
  /** The call and the cloud's own words for what happened. */
  readonly call: CloudCall;

  constructor(text: ErrorText, call: CloudCall, cause?: unknown) {
    super(text, cause);
    this.call = call;
  }

  override get name() {
    return 'CloudRefusedError' as const;
  }

  override get code() {
    return 'cloud_refused' as const;
  }
}
