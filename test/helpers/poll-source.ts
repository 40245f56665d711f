import type { PollSource, Sighting } from '../../src/waiters/poll.js';

/** What a scripted source says of an id, poll by poll; the last one repeats. */
export type Sequence = readonly (string | 'missing' | Error)[];

/** A poll source that answers from memory and counts what it is asked. */
export class ScriptedSource implements PollSource<string> {
  /** How often the list was read. */
  lists = 0;
  /** The ids that were asked for by themselves, in order. */
  readonly gets: string[] = [];
  /** Ids that only the list lacks. */
  readonly unlisted = new Set<string>();
  /** What the list answers instead, when set. */
  listError: Error | undefined;
  /** How many requests are under way, and the most that ever were. */
  underWay = 0;
  mostUnderWay = 0;
  readonly #seen = new Map<string, number>();

  constructor(readonly script: Readonly<Record<string, Sequence>>) {}

  async one(id: string, signal: AbortSignal): Promise<Sighting<string>> {
    this.gets.push(id);
    await this.#travel(signal);
    return this.#next(id);
  }

  async all(signal: AbortSignal): Promise<ReadonlyMap<string, Sighting<string>> | Error> {
    this.lists += 1;
    await this.#travel(signal);
    if (this.listError) return this.listError;
    const sightings = Object.keys(this.script)
      .filter((id) => !this.unlisted.has(id))
      .map((id) => [id, this.#next(id)] as const);
    return new Map(sightings.filter(([, sighting]) => sighting.kind !== 'missing'));
  }

  async #travel(signal: AbortSignal): Promise<void> {
    this.underWay += 1;
    this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
    await new Promise((resolve) => setImmediate(resolve));
    this.underWay -= 1;
    signal.throwIfAborted();
  }

  #next(id: string): Sighting<string> {
    const sequence = this.script[id] ?? ['missing'];
    const index = this.#seen.get(id) ?? 0;
    this.#seen.set(id, index + 1);
    const step = sequence[Math.min(index, sequence.length - 1)] ?? 'missing';
    if (step instanceof Error) return { kind: 'error', error: step };
    if (step === 'missing') return { kind: 'missing' };
    const [status = '', statusDetail] = step.split(': ');
    return { kind: 'seen', status, value: `${id} ${status}`, ...(statusDetail && { statusDetail }) };
  }
}
