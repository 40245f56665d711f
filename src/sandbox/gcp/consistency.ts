/** How far behind the double's answers are. Each call of `consistency` sets all of it. */
export interface GcpConsistency {
  /** How long an object is not found after the operation that made it is done. Milliseconds on the sandbox's clock. @default 0 */
  readonly notFoundMs?: number;
  /** By how many requests such an object is not found. @default 0 */
  readonly notFoundCalls?: number;
  /** How long networks show their peerings as they were before the last change. Milliseconds on the sandbox's clock. @default 0 */
  readonly stalePeeringsMs?: number;
  /** By how many readings of the network they are shown so. @default 0 */
  readonly stalePeeringsCalls?: number;
  /** How long an operation is PENDING before it is RUNNING. Milliseconds on the sandbox's clock. @default 0 */
  readonly pendingMs?: number;
  /** True: `wait` answers at once, whatever the state, as it may under load. @default false */
  readonly impatientWait?: boolean;
  /** How long an operation that is done can be read. Milliseconds on the sandbox's clock. @default 14 days */
  readonly operationsKeptMs?: number;
  /** Every so many requests, one is answered 403 rateLimitExceeded; 0: none. @default 0 */
  readonly throttleEvery?: number;
}

/** Something that changed lately, and what a request sees instead. */
interface Change<T> {
  readonly atMs: number;
  callsLeft: number;
  readonly before: T;
}

/** Remembers what changed lately. */
export class GcpConsistencyState {
  readonly #now: () => number;
  #knobs: GcpConsistency = {};
  #requests = 0;
  readonly #made = new Map<string, Change<number>>();
  readonly #peerings = new Map<string, Change<readonly unknown[]>>();

  constructor(now: () => number) {
    this.#now = now;
  }

  get knobs(): GcpConsistency {
    return this.#knobs;
  }

  configure(knobs: GcpConsistency): void {
    this.#knobs = knobs;
    this.#requests = 0;
    this.#made.clear();
    this.#peerings.clear();
  }

  /** An object is there from now on, but may not be found yet. `hiddenMs` is what a fault adds. */
  made(path: string, hiddenMs = 0): void {
    const { notFoundMs = 0, notFoundCalls = 0 } = this.#knobs;
    const before = this.#now() + Math.max(notFoundMs, hiddenMs);
    this.#made.set(path, { atMs: this.#now(), callsLeft: notFoundCalls, before });
  }

  /** Whether a request finds an object; each that does not counts as one call. */
  sees(path: string): boolean {
    const change = this.#made.get(path);
    if (!change) return true;
    if (this.#now() < change.before) return false;
    if (change.callsLeft === 0) return true;
    change.callsLeft -= 1;
    return false;
  }

  /** The peerings of a network changed: `before` is how they were shown. */
  peeringsChanged(path: string, before: readonly unknown[]): void {
    const { stalePeeringsMs = 0, stalePeeringsCalls = 0 } = this.#knobs;
    if (stalePeeringsMs === 0 && stalePeeringsCalls === 0) return;
    this.#peerings.set(path, { atMs: this.#now(), callsLeft: stalePeeringsCalls, before });
  }

  /** How a reading of the network shows its peerings. */
  peeringsShown(path: string, current: readonly unknown[]): readonly unknown[] {
    const change = this.#peerings.get(path);
    if (!change) return current;
    if (this.#now() < change.atMs + (this.#knobs.stalePeeringsMs ?? 0)) return change.before;
    if (change.callsLeft === 0) return current;
    change.callsLeft -= 1;
    return change.before;
  }

  /** Counts a request; true when this is one that is throttled. */
  throttles(): boolean {
    this.#requests += 1;
    const every = this.#knobs.throttleEvery ?? 0;
    return every > 0 && this.#requests % every === 0;
  }
}
