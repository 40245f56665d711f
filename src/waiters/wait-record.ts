import type { WaitDetails } from '../errors/wait-details.js';
import type { Clock } from '../internal/clock.js';

/** What one wait has seen so far. */
export class WaitRecord {
  readonly #startedMs: number;
  readonly #seen = new Map<string, number>();
  #status: string | undefined;
  #statusDetail: string | undefined;
  #sinceMs: number;
  #missingSinceMs: number | undefined;

  constructor(
    readonly subject: { readonly resource: string; readonly id: string; readonly target: string },
    readonly clock: Clock,
  ) {
    this.#startedMs = clock.now();
    this.#sinceMs = this.#startedMs;
  }

  /** Since the wait began, in milliseconds. */
  get elapsedMs(): number {
    return Math.round(this.clock.now() - this.#startedMs);
  }

  /** The last status seen. */
  get status(): string | undefined {
    return this.#status;
  }

  /** How long the last status has been the same, in milliseconds. */
  get inStatusMs(): number {
    return Math.round(this.clock.now() - this.#sinceMs);
  }

  /** How long there has been nothing but 404s, in milliseconds. */
  get missingMs(): number {
    return Math.round(this.clock.now() - (this.#missingSinceMs ?? this.clock.now()));
  }

  /** Counts a status. True when it differs from the one before. */
  sawStatus(status: string, statusDetail: string | undefined): boolean {
    this.#count(status);
    this.#missingSinceMs = undefined;
    this.#statusDetail = statusDetail;
    if (status === this.#status) return false;
    this.#status = status;
    this.#sinceMs = this.clock.now();
    return true;
  }

  /** Counts a 404. */
  sawNothing(): void {
    this.#count('missing');
    this.#missingSinceMs ??= this.clock.now();
  }

  /** Counts a failed read. */
  sawError(code: string): void {
    this.#count(`error:${code}`);
  }

  /** The record as errors show it. */
  details(): WaitDetails {
    return {
      ...this.subject,
      ...(this.#status !== undefined && { lastStatus: this.#status }),
      ...(this.#statusDetail !== undefined && { statusDetail: this.#statusDetail }),
      inStatusMs: this.inStatusMs,
      seen: Object.fromEntries(this.#seen),
      elapsedMs: this.elapsedMs,
    };
  }

  #count(key: string): void {
    this.#seen.set(key, (this.#seen.get(key) ?? 0) + 1);
  }
}
