import type { Clock } from '../internal/clock.js';
import type { PeeringEvent } from './events.js';

/**
 * How a step stands: `done`, `todo` (a write is missing), `waiting` (somebody else moves), `conflict` (what exists
 * contradicts it), `unknown` (it could not be read).
 */
export type StepStatus = 'done' | 'todo' | 'waiting' | 'conflict' | 'unknown';

/**
 * Whose work it is: `ours` carries our tag or our deterministic name; `adopted` was there and is used; `dependent`
 * cannot be marked and hangs on the peering; `none` does not exist.
 */
export type Ownership = 'ours' | 'adopted' | 'dependent' | 'none';

/** Who has to move. */
export type Owner = 'you' | 'dragonfly' | 'cloud';

/** What a step saw of the real state. */
export interface StepState {
  /** How it stands. */
  readonly status: StepStatus;
  /** Whose work it is. */
  readonly ours: Ownership;
  /** What was seen, for a person: ids, values, states. */
  readonly evidence: string;
  /** Why `destroy` leaves what is `adopted`. @default that it was there before */
  readonly stays?: string;
  /** Who has to move, while `waiting`. */
  readonly whose?: Owner;
  /** What to do, on `conflict` and `unknown`. */
  readonly fix?: string;
  /** That a write follows when the wait is over, while `waiting`: a plan counts it among its actions. */
  readonly leadsTo?: 'todo';
  /** The permissions that the write needs, in the cloud's own names, while it is still to come. */
  readonly needs?: readonly string[];
}

/** What a step works with. */
export interface StepContext {
  /**
   * Reads that carry the same round may share one answer of the cloud, so that a hundred steps cost one listing. Every
   * look that must see something new (after a write, at the next poll) begins a round of its own.
   */
  readonly round: object;
  /** Cancels the step. */
  readonly signal: AbortSignal | undefined;
  /** Tells the caller's listener. */
  readonly emit: (event: PeeringEvent) => void;
  /** Time. */
  readonly clock: Clock;
}

/** Cloud error codes that pass by themselves. */
export interface TransientRule {
  /** The cloud's own codes, compared without regard to case. */
  readonly codes: readonly string[];
  /** For how long they are taken to be transient, in milliseconds. */
  readonly forMs: number;
  /** Why they pass, for the event that announces the retry. */
  readonly why: string;
}

/** The unit of the flow. It can be repeated at any time: it reads the real state and writes only the difference. */
export interface Step {
  /** `aws.route:rtb-0a1b:192.168.0.0/16`; never holds an id that does not exist yet, so that plan and apply agree. */
  readonly id: string;
  /** What a person reads. */
  readonly title: string;
  /** The ids of the steps that it needs. */
  readonly after: readonly string[];
  /** Which errors of `apply` and `undo` are tried again, and for how long. @default none */
  readonly transient?: readonly TransientRule[];
  /** Undone only together with the connection: without it the connection could not work. @default false */
  readonly withConnection?: boolean;
  /** How long it may take until it reads as done, in milliseconds. @default 300_000 */
  readonly timeoutMs?: number;
  /** Reads the real state. Writes nothing. */
  read(context: StepContext): Promise<StepState>;
  /** Makes the difference. Idempotent, and safe when its answer was lost. */
  apply(context: StepContext): Promise<void>;
  /** Removes what is provably ours. Idempotent. */
  undo(context: StepContext): Promise<void>;
  /** Waits while somebody else moves. @default polling `read` */
  wait?(context: StepContext): Promise<void>;
  /** The same as `apply`, as commands of the cloud's own tool; what does not exist yet stands in shell variables. */
  shell?(context: StepContext): string | Promise<string>;
  /** What the plan should say beside it: that it is optional, or a bypass. */
  readonly note?: string;
}

/** The same context with a round of its own. */
export function freshRound<T extends StepContext>(context: T): T {
  return { ...context, round: {} };
}
