import { Gaps } from '../../path/gaps.js';
import { isNotAllowed, isRefusal } from '../compute/refusal.js';

/** Collects what may not be read in Google Cloud. */
export class GcpGaps extends Gaps {
  constructor() {
    super((error) => (isNotAllowed(error) ? error.call.operation : undefined));
  }

  /** As `read`, for a list of an API that a project need not have: one that is not enabled holds nothing. */
  async list<T>(what: string, reading: Promise<T[]>): Promise<T[] | undefined> {
    const known = reading.catch((error: unknown) => {
      if (isRefusal(error, 'accessNotConfigured')) return [];
      throw error;
    });
    return this.read(what, known);
  }
}
