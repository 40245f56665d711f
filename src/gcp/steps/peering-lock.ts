import { KeyedLock } from '../../internal/keyed-lock.js';
import { networkPath } from '../compute/links.js';
import type { StepMeans } from './means.js';

/** All of this process: acceptors do not know of each other. Other processes meet Google's own lock, and wait it out. */
const lock = new KeyedLock();

/**
 * Runs a change of the peering when no other one of this process is under way on either of its networks: Google refuses
 * the second of two.
 */
export async function oneAtATime<T>(
  { settings, finder }: StepMeans,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const here = networkPath({ projectId: settings.projectId, name: settings.network });
  const ends = finder.otherEnd ? [here, networkPath(finder.otherEnd)] : [here];
  // In the same order everywhere, so that two runs never wait for each other.
  const [first = here, second] = ends.sort();
  return lock.run(first, signal, () => (second === undefined ? work() : lock.run(second, signal, work)));
}
