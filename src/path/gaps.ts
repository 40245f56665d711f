import type { Gap } from './snapshot.js';

/** Collects what an adapter may not read, while it goes on with what it may. */
export class Gaps {
  readonly #gaps = new Map<string, Gap>();
  readonly #missingPermission: (error: unknown) => string | undefined;

  /** `missingPermission` gives the permission that was missing, and undefined for any other failure. */
  constructor(missingPermission: (error: unknown) => string | undefined) {
    this.#missingPermission = missingPermission;
  }

  /** All gaps so far, each once. */
  get all(): readonly Gap[] {
    return [...this.#gaps.values()];
  }

  /** Gives what was read, or undefined with a gap when a permission is missing. Other failures are thrown. */
  async read<T>(what: string, reading: Promise<T>): Promise<T | undefined> {
    try {
      return await reading;
    } catch (error) {
      const permission = this.#missingPermission(error);
      if (permission === undefined) throw error;
      this.#gaps.set(what, { what, permission });
      return undefined;
    }
  }
}
