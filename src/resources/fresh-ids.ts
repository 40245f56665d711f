import type { Clock } from '../internal/clock.js';

/** How long a 404 of an id that this client has just created is taken for lag, in milliseconds. */
export const FRESH_GRACE_MS = 30_000;

/** The same for any other id. */
export const FOREIGN_GRACE_MS = 3_000;

/** Remembers for a short while which ids this client created. */
export class FreshIds {
  readonly #bornMs = new Map<string, number>();

  constructor(readonly clock: Clock) {}

  /** This id was created just now. */
  remember(id: string): void {
    this.#dropOld();
    this.#bornMs.set(id, this.clock.now());
  }

  /** This id was deleted by this client: a 404 is no surprise any more. */
  forget(id: string): void {
    this.#bornMs.delete(id);
  }

  /** How long a 404 of this id is to be tolerated from now on, in milliseconds. */
  graceMs(id: string): number {
    const bornMs = this.#bornMs.get(id);
    const restMs = bornMs === undefined ? 0 : bornMs + FRESH_GRACE_MS - this.clock.now();
    return Math.max(restMs, FOREIGN_GRACE_MS);
  }

  #dropOld(): void {
    const oldest = this.clock.now() - FRESH_GRACE_MS;
    for (const [id, bornMs] of this.#bornMs) if (bornMs < oldest) this.#bornMs.delete(id);
  }
}
