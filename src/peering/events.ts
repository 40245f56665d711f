import type { EnsureEvent } from '../resources/ensure-events.js';
import type { WaitEvent } from '../waiters/events.js';
import type { Finding } from './finding.js';
import type { Owner } from './step.js';

/** A preflight finding. */
export interface FindingEvent {
  readonly type: 'finding';
  /** It. */
  readonly finding: Finding;
}

/** A step has moved on. */
export interface StepEvent {
  readonly type: 'step';
  /** The step's id. */
  readonly step: string;
  /** What a person reads. */
  readonly title: string;
  /** Where it is now. `removing` and `removed` belong to destroy. */
  readonly state:
    | 'checking'
    | 'applying'
    | 'retrying'
    | 'waiting'
    | 'done'
    | 'conflict'
    | 'removing'
    | 'removed'
    | 'left';
  /** What was seen, or why it is tried again. */
  readonly evidence?: string;
  /** 1 for the first try of the write. */
  readonly attempt?: number;
  /** Who has to move, while `waiting`. */
  readonly whose?: Owner;
  /** Since the run began, in milliseconds. */
  readonly elapsedMs: number;
}

/** What `apply` and `destroy` tell a listener; waits and `ensure` tell their own events through the same door. */
export type PeeringEvent = FindingEvent | StepEvent | WaitEvent | EnsureEvent;
