import { RateLimitError } from '../errors/rate-limit-error.js';
import { ServerError } from '../errors/server-error.js';
import type { Clock } from '../internal/clock.js';
import { pauseAfter, SHORTEST_PAUSE_MS } from './schedule.js';

/** What one poll saw of one id. */
export type Sighting<T> =
  | { readonly kind: 'seen'; readonly status: string; readonly statusDetail?: string; readonly value: T }
  | { readonly kind: 'missing' }
  | { readonly kind: 'error'; readonly error: Error };

/** How to read resources of one kind. Errors are returned, not thrown. */
export interface PollSource<T> {
  /** One resource, by its id. */
  one(id: string, signal: AbortSignal): Promise<Sighting<T>>;
  /** All resources in one request, by id; or the error. */
  all(signal: AbortSignal): Promise<ReadonlyMap<string, Sighting<T>> | Error>;
}

interface Watch<T> {
  readonly id: string;
  readonly see: (sighting: Sighting<T>) => void;
}

const CONFIRMATIONS_AT_ONCE = 4;
const LONGEST_WISH_MS = 30_000;

/**
 * The only polling loop. It runs while somebody watches, and makes one request per tick: the resource itself when one
 * id is watched, the list when there are more. An id that the list lacks is asked for by itself, since a list may lag.
 */
export class PollLoop<T> {
  readonly #watches = new Set<Watch<T>>();
  #polls = 0;
  #running = false;
  #stop = new AbortController();
  #wake = new AbortController();

  constructor(
    readonly source: PollSource<T>,
    readonly clock: Clock,
    readonly random: () => number = Math.random,
  ) {}

  /** Watches an id from the next tick on, which comes soon. The function that is returned ends it. */
  watch(id: string, see: (sighting: Sighting<T>) => void): () => void {
    const watch = { id, see };
    this.#watches.add(watch);
    this.nudge();
    if (!this.#running) void this.#run();
    return () => {
      this.#watches.delete(watch);
      if (this.#watches.size > 0) return;
      this.#stop.abort();
      this.#wake.abort();
    };
  }

  /** Something has just changed: poll soon, and quickly again for a while. */
  nudge(): void {
    this.#polls = 0;
    this.#wake.abort();
  }

  async #run(): Promise<void> {
    this.#running = true;
    // Watches that begin in the same turn share the first tick.
    await Promise.resolve();
    while (this.#watches.size > 0) {
      this.#stop = new AbortController();
      this.#polls += 1;
      const wishMs = await this.#tick(this.#stop.signal);
      if (this.#watches.size > 0) await this.#pause(wishMs);
    }
    this.#running = false;
  }

  /** One look at all that is watched. Gives the pause that an error asked for, or 0. */
  async #tick(signal: AbortSignal): Promise<number> {
    // Watches that begin meanwhile wait for the next tick: what is read now may be older than they are.
    const watches = [...this.#watches];
    const ids = [...new Set(watches.map((watch) => watch.id))];
    if (ids.length === 1) return this.#confirm(ids, watches, signal);

    const all = await this.source.all(signal);
    if (all instanceof Error) {
      for (const watch of watches) this.#tell(watch, { kind: 'error', error: all });
      return wishOf(all);
    }
    for (const watch of watches) this.#tell(watch, all.get(watch.id));
    const absent = ids.filter((id) => !all.has(id));
    return this.#confirm(absent, watches, signal);
  }

  /** Asks for each id by itself. Gives the longest pause that an error asked for, or 0. */
  async #confirm(ids: readonly string[], watches: readonly Watch<T>[], signal: AbortSignal): Promise<number> {
    const queue = ids.values();
    let wishMs = 0;
    const worker = async () => {
      for (const id of queue) {
        if (signal.aborted) return;
        const sighting = await this.source.one(id, signal);
        if (sighting.kind === 'error') wishMs = Math.max(wishMs, wishOf(sighting.error));
        for (const watch of watches) if (watch.id === id) this.#tell(watch, sighting);
      }
    };
    await Promise.all(Array.from({ length: Math.min(CONFIRMATIONS_AT_ONCE, ids.length) }, worker));
    return wishMs;
  }

  #tell(watch: Watch<T>, sighting: Sighting<T> | undefined): void {
    if (sighting && this.#watches.has(watch)) watch.see(sighting);
  }

  /** Sleeps until the next tick is due; a nudge shortens it, though never below the shortest pause. */
  async #pause(wishMs: number): Promise<void> {
    const shortestMs = Math.max(SHORTEST_PAUSE_MS, wishMs);
    await this.clock.sleep(shortestMs, this.#stop.signal).catch(() => undefined);
    this.#wake = new AbortController();
    if (this.#polls === 0 || this.#stop.signal.aborted) return;
    const restMs = pauseAfter(this.#polls, this.random) - shortestMs;
    if (restMs > 0) await this.clock.sleep(restMs, this.#wake.signal).catch(() => undefined);
  }
}

function wishOf(error: Error): number {
  const asked =
    error instanceof RateLimitError || error instanceof ServerError ? error.retryAfterMs : undefined;
  return Math.min(asked ?? 0, LONGEST_WISH_MS);
}
