/** A request leaves. */
export interface RequestEvent {
  readonly type: 'request';
  /** GET, POST, PUT or DELETE. */
  readonly method: string;
  /** The path below the base URL. */
  readonly path: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
}

/** An answer came, whatever its status. */
export interface AnswerEvent {
  readonly type: 'answer';
  /** GET, POST, PUT or DELETE. */
  readonly method: string;
  /** The path below the base URL. */
  readonly path: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** The HTTP status. */
  readonly status: number;
  /** From leaving to the last byte of the body, in milliseconds. */
  readonly ms: number;
  /** What the answer called itself, where it did. */
  readonly requestId?: string;
}

/** No answer came. */
export interface NoAnswerEvent {
  readonly type: 'no-answer';
  /** GET, POST, PUT or DELETE. */
  readonly method: string;
  /** The path below the base URL. */
  readonly path: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** How long it was waited for, in milliseconds. */
  readonly ms: number;
  /** `ECONNREFUSED`, `ENOTFOUND`, `TIMEOUT`, … */
  readonly reason: string;
}

/** The request will be made again. */
export interface RetryEvent {
  readonly type: 'retry';
  /** GET, POST, PUT or DELETE. */
  readonly method: string;
  /** The path below the base URL. */
  readonly path: string;
  /** The number of the attempt that comes next. */
  readonly attempt: number;
  /** The pause before it, in milliseconds. */
  readonly delayMs: number;
  /** The code of the error that the last attempt ended with. */
  readonly because: string;
}

/** What the HTTP layer tells a listener. Never a header, never a body, never a secret. */
export type HttpEvent = RequestEvent | AnswerEvent | NoAnswerEvent | RetryEvent;
