import type { Gap } from '../../path/snapshot.js';
import { isNotAllowed } from '../ec2/refusal.js';

/** Collects what may not be read. */
export class Gaps {
  readonly #gaps: Gap[] = [];

  /** All gaps so far. */
  get all(): readonly Gap[] {
    return this.#gaps;
  }

  /** Gives what was read, or undefined with a gap when a permission is missing. Other failures are thrown. */
  async read<T>(what: string, reading: Promise<T>): Promise<T | undefined> {
    try {
      return await reading;
    } catch (error) {
      if (!isNotAllowed(error)) throw error;
      this.#gaps.push({ what, permission: error.call.operation });
      return undefined;
    }
  }
}
