/** What a wait had seen when it ended. */
export interface WaitDetails {
  /** What was waited for: `network`, `connection` or `datastore`. */
  readonly resource: string;
  /** The resource's id. */
  readonly id: string;
  /** The status that was waited for. */
  readonly target: string;
  /** The last status seen; absent when none was ever seen. */
  readonly lastStatus?: string;
  /** The API's own words about the last status. */
  readonly statusDetail?: string;
  /** How long the resource had been in the last status, in milliseconds. */
  readonly inStatusMs: number;
  /** How often each status was seen; failed reads are counted under `error:<code>`, 404 under `missing`. */
  readonly seen: Readonly<Record<string, number>>;
  /** How long the wait took, in milliseconds. */
  readonly elapsedMs: number;
}
