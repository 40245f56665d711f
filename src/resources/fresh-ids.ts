import type { Clock } from '../internal/clock.js';

/** How long a 404 of an id that this client has just created is taken for lag, in milliseconds. */
export const FRESH_GRACE_MS = 30_000;

/** The same for any other id. */
export const FOREIGN_GRACE_MS = 3_000;

/** Remembers for a short while which ids this client created and deleted. */
export class FreshIds {
  readonly #created = new Map<string, number>();
  readonly #deleted = new Map<string, number>();

  constructor(readonly clock: Clock) {}

  /** This id was created just now. */
  remember(id: string): void {
    this.#dropOld();
    this.#created.set(id, this.clock.now());
  }

  /** This id was deleted just now: a 404 is no surprise any more. */
  forget(id: string): void {
    this.#dropOld();
    this.#created.delete(id);
    this.#deleted.set(id, this.clock.now());
  }

  /** How long a 404 of this id is to be tolerated from now on, in milliseconds. */
  graceMs(id: string): number {
    this.#dropOld();
    if (this.#deleted.has(id)) return 0;
    const bornMs = this.#created.get(id);
    const restMs = bornMs === undefined ? 0 : bornMs + FRESH_GRACE_MS - this.clock.now();
    return Math.max(restMs, FOREIGN_GRACE_MS);
  }

  #dropOld(): void {
    const oldest = this.clock.now() - FRESH_GRACE_MS;
    for (const ids of [this.#created, this.#deleted]) {
      for (const [id, atMs] of ids) if (atMs < oldest) ids.delete(id);
    }
  }
}
