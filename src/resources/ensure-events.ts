import type { Connection } from './connection.js';

/** An equal live connection was there and is used. */
export interface AdoptedEvent {
  readonly type: 'adopted';
  /** It. */
  readonly connection: Connection;
}

/** A connection was created. */
export interface CreatedEvent {
  readonly type: 'created';
  /** It. */
  readonly connection: Connection;
}

/** An equal connection exists that will never work again (`failed`, `irrecoverable`, `deleting`, `deleted`). It was not adopted. */
export interface TerminalFoundEvent {
  readonly type: 'terminal-found';
  /** It. */
  readonly connection: Connection;
  /** True when it is being deleted to make room, as `replace` asks for. */
  readonly replacing: boolean;
}

/** No answer came to the creation; the list is looked at before anything else is sent. */
export interface AnswerLostEvent {
  readonly type: 'answer-lost';
  /** The error's code. */
  readonly code: string;
}

/**
 * Another process created an equal connection at the same time, and it goes first. Ours is left alone: on AWS both
 * can share one peering, and deleting either would cut it.
 */
export interface RaceLostEvent {
  readonly type: 'race-lost';
  /** The one that is used. */
  readonly kept: Connection;
  /** The one that this call created. */
  readonly duplicate: Connection;
}

/**
 * The same, and ours goes first: it is used. The other one is left alone as well; whoever made it may not have seen
 * ours yet.
 */
export interface RaceWonEvent {
  readonly type: 'race-won';
  /** The one that this call created and uses. */
  readonly kept: Connection;
  /** The one that somebody else created. */
  readonly duplicate: Connection;
}

/** What `ensure` tells a listener. */
export type EnsureEvent =
  | AdoptedEvent
  | CreatedEvent
  | TerminalFoundEvent
  | AnswerLostEvent
  | RaceLostEvent
  | RaceWonEvent;
