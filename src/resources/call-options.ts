import type { WaitEvent } from '../waiters/events.js';

/** What every call takes. */
export interface CallOptions {
  /** Cancels the call: it rejects with `AbortedError` within 100 ms. */
  readonly signal?: AbortSignal | undefined;
}

/** The names of what every call takes. */
export const CALL_OPTIONS: readonly string[] = ['signal'];

/** What every wait takes. */
export interface WaitOptions extends CallOptions {
  /** When to give up, in milliseconds. @default 1_200_000 (20 minutes) */
  readonly timeoutMs?: number | undefined;
  /**
   * What to do when nothing more happens before the customer acts: go on waiting for them, or throw
   * `NeedsYourActionError` at once. @default 'wait'
   */
  readonly whenYourMove?: 'wait' | 'fail' | undefined;
  /** Told of every poll: a new status, the same one, your move, an unknown word, a failed read. */
  readonly onEvent?: ((event: WaitEvent) => void) | undefined;
}

/** Which resources a list is to hold. The API has no filters: they are applied here. */
export interface ListFilter {
  /** Exactly this name. */
  readonly name?: string | undefined;
  /** Exactly this status. */
  readonly status?: string | undefined;
}

/** The same for what belongs to a network. */
export interface NetworkListFilter extends ListFilter {
  /** Only of this network. */
  readonly networkId?: string | undefined;
}
