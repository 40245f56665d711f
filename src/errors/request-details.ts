/** Whether a request can have had an effect: `no` = it never left, `maybe` = no answer came, `yes` = it was answered. */
export type Sent = 'no' | 'maybe' | 'yes';

/** The request that an error speaks of. */
export interface RequestDetails {
  /** GET, POST, PUT or DELETE. */
  readonly method: string;
  /** The path below the base URL, for example `/v1/networks`. */
  readonly path: string;
  /** How many attempts were made, the last one included. */
  readonly attempts: number;
  /** Whether the request can have had an effect. */
  readonly sent: Sent;
  /** The HTTP status of the last answer, where there was one. */
  readonly status?: number;
  /** The request id of the last answer, where it named one. */
  readonly requestId?: string;
}
