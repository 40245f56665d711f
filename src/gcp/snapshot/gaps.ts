import type { Gap } from '../../path/snapshot.js';
import { isNotAllowed, isRefusal } from '../compute/refusal.js';

/** Collects what may not be read. */
export class Gaps {
  readonly #gaps = new Map<string, Gap>();

  /** All gaps so far. */
  get all(): readonly Gap[] {
    return [...this.#gaps.values()];
  }

  /** Gives what was read, or undefined with a gap when a permission is missing. Other failures are thrown. */
  async read<T>(what: string, reading: Promise<T>): Promise<T | undefined> {
    try {
      return await reading;
    } catch (error) {
      if (!isNotAllowed(error)) throw error;
      this.#gaps.set(what, { what, permission: error.call.operation });
      return undefined;
    }
  }

  /** The same for a list of an API that a project need not have: one that is not enabled holds nothing. */
  async list<T>(what: string, reading: Promise<T[]>): Promise<T[] | undefined> {
    const known = reading.catch((error: unknown) => {
      if (isRefusal(error, 'accessNotConfigured')) return [];
      throw error;
    });
    return this.read(what, known);
  }
}
