interface Watched {
  /** `network`, `connection` or `datastore`. */
  readonly resource: string;
  /** The resource's id. */
  readonly id: string;
  /** The status that is waited for. */
  readonly target: string;
  /** Since the wait began, in milliseconds. */
  readonly elapsedMs: number;
}

/** A status was seen that differs from the one before, or the first one. */
export interface StatusEvent extends Watched {
  readonly type: 'status';
  /** The status. */
  readonly status: string;
  /** The API's own words about it. */
  readonly statusDetail?: string;
}

/** A poll saw nothing new. */
export interface WaitingEvent extends Watched {
  readonly type: 'waiting';
  /** The status; absent while the resource has not been seen at all. */
  readonly status?: string;
  /** How long it has been the same, in milliseconds. */
  readonly inStatusMs: number;
}

/** Nothing more happens before the customer acts. Raised once per wait. */
export interface YourMoveEvent extends Watched {
  readonly type: 'your-move';
  /** The status. */
  readonly status: string;
  /** What to do, with the command of the cloud. */
  readonly fix: string;
}

/** A status that this version does not know: the wait goes on. Raised once per word and wait. */
export interface UnknownStatusEvent extends Watched {
  readonly type: 'unknown-status';
  /** The word. */
  readonly status: string;
}

/** A poll failed in a way that may pass: the wait goes on. */
export interface PollFailedEvent extends Watched {
  readonly type: 'poll-failed';
  /** The error's code. */
  readonly code: string;
  /** The error's message. */
  readonly message: string;
}

/** What a wait tells a listener. */
export type WaitEvent = StatusEvent | WaitingEvent | YourMoveEvent | UnknownStatusEvent | PollFailedEvent;
