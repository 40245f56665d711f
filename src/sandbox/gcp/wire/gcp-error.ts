import type { Fields } from './fields.js';

/** What a `GcpError` says besides its message. */
export interface GcpErrorDetails {
  /** `global` for Compute's own errors, `usageLimits` for quotas of calls. @default 'global' */
  readonly domain?: string;
  /** The status of gRPC, which errors of the front end carry: `PERMISSION_DENIED`. */
  readonly status?: string;
  /** What newer errors carry besides: ErrorInfo, Help and others. */
  readonly details?: readonly Fields[];
  /** Where the fault lies: `{location: 'Authorization', locationType: 'header'}`. */
  readonly at?: Fields;
  /** True for the newer APIs, whose errors have no list of errors (recorded). @default false */
  readonly withoutList?: boolean;
  /** Headers of the answer besides the usual ones. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal in Google's words: sent as an error body, or, where an operation was under way, as its `error`. */
export class GcpError extends Error {
  /** The HTTP status. */
  readonly httpStatus: number;
  /** `notFound`, `badRequest` and so on. */
  readonly reason: string;
  /** Everything else. */
  readonly more: GcpErrorDetails;

  constructor(httpStatus: number, reason: string, message: string, more: GcpErrorDetails = {}) {
    super(message);
    this.httpStatus = httpStatus;
    this.reason = reason;
    this.more = more;
  }
}
