import { AbortedError } from '../errors/aborted-error.js';
import { type DfCloudError, isDfCloudError } from '../errors/base.js';
import { checkOptions } from '../errors/check-options.js';
import { ConflictError } from '../errors/conflict-error.js';
import { FailedStateError } from '../errors/failed-state-error.js';
import { InvalidInputError } from '../errors/invalid-input-error.js';
import { ensureAborted, ensureFoundTerminal, illegalValue } from '../errors/messages.js';
import { NetworkError } from '../errors/network-error.js';
import { NotFoundError } from '../errors/not-found-error.js';
import { ResponseError } from '../errors/response-error.js';
import { ServerError } from '../errors/server-error.js';
import { TimeoutError } from '../errors/timeout-error.js';
import type { Clock } from '../internal/clock.js';
import { KeyedLock } from '../internal/keyed-lock.js';
import { safeListener } from '../internal/listener.js';
import type { CallOptions } from './call-options.js';
import type { Connection, CreateConnectionInput } from './connection.js';
import type { Connections } from './connections.js';
import type { EnsureEvent } from './ensure-events.js';
import { peerKey } from './peer.js';

/** How `connections.ensure` behaves. */
export interface EnsureOptions extends CallOptions {
  /** Delete equal connections that are `failed` or `irrecoverable`, and create a new one. @default false */
  readonly replace?: boolean | undefined;
  /** Told what was found and done. */
  readonly onEvent?: ((event: EnsureEvent) => void) | undefined;
}

/** What `ensure` works with. */
interface Means {
  readonly connections: Connections;
  /** Names the account, so that equal calls of two clients wait for each other. */
  readonly account: string;
  readonly clock: Clock;
}

const KNOWN = ['signal', 'replace', 'onEvent'];
const LIVE = ['active', 'inactive', 'pending'];
const DEAD = ['failed', 'irrecoverable'];
const LEAVING = 'deleting';
const GONE = 'deleted';
const ROUNDS = 3;

// A connection whose answer was lost may take a moment to appear in the list.
const LOOK_AGAIN_AFTER_MS = [0, 500, 1_000, 2_000];

const locks = new KeyedLock();

/** @throws InvalidInputError */
export function checkEnsureOptions(options: EnsureOptions): void {
  checkOptions(options, KNOWN);
  const { replace } = options;
  if (replace === undefined || typeof replace === 'boolean') return;
  throw new InvalidInputError(illegalValue('replace', replace, 'true or false', 'true'), {
    field: 'replace',
  });
}

/** See `Connections.ensure`. */
export async function ensureConnection(
  means: Means,
  input: CreateConnectionInput,
  options: EnsureOptions,
): Promise<Connection> {
  const { signal } = options;
  const key = `${means.account} ${input.networkId} ${peerKey(input.peer)}`;
  try {
    return await locks.run(key, signal, () => new Ensure(means, input, options).run());
  } catch (error) {
    // Cancelled in the line or in a pause, where no request wraps the reason.
    if (!signal?.aborted || error !== signal.reason) throw error;
    throw new AbortedError(ensureAborted(input.networkId), undefined, error);
  }
}

class Ensure {
  readonly #emit: (event: EnsureEvent) => void;

  constructor(
    readonly means: Means,
    readonly input: CreateConnectionInput,
    readonly options: EnsureOptions,
  ) {
    this.#emit = safeListener(options.onEvent);
  }

  async run(): Promise<Connection> {
    for (let round = 1; ; round += 1) {
      const equal = await this.#equal();
      const live = best(equal);
      if (live) return this.#adopt(live);
      await this.#makeRoom(equal, round);

      const created = await this.#create().catch((error: unknown) => this.#maybeCreated(error, round));
      if (created) return created;
    }
  }

  /** All connections of this network and peer. */
  async #equal(): Promise<Connection[]> {
    const { networkId, peer } = this.input;
    const all = await this.means.connections.list({ networkId }, this.#call());
    return all.filter((connection) => peerKey(connection.peer) === peerKey(peer));
  }

  #adopt(connection: Connection): Connection {
    this.#emit({ type: 'adopted', connection });
    return connection;
  }

  /** Reports dead connections, and removes them when that was asked for; waits for those that are on their way out. */
  async #makeRoom(ended: readonly Connection[], round: number): Promise<void> {
    const dead = ended.filter(isDead);
    // What is dead in a later round died of our own creation: the same again would end the same way.
    const replacing = this.options.replace === true && round === 1;
    for (const connection of ended) {
      this.#emit({ type: 'terminal-found', connection, replacing: replacing && dead.includes(connection) });
    }
    const [first] = dead;
    if (first && !replacing) throw refusal(first);
    for (const { id } of dead) await this.means.connections.delete(id, this.#call()).catch(unlessGone);
    // On AWS a new request can share the peering of an old one, and would go down with it.
    const leaving = ended.filter(({ status }) => status !== GONE);
    for (const { id } of leaving) await this.means.connections.waitUntilDeleted(id, this.#call());
  }

  async #create(): Promise<Connection> {
    const answered = await this.means.connections.create(this.input, this.#call());
    const live = (await this.#equalIfPossible()).filter(isLive);
    const created = live.find(({ id }) => id === answered.id) ?? answered;
    const others = live.filter(({ id }) => id !== answered.id);
    // No live one was there before, so the others are as new as ours, and their status says nothing yet. Everybody who
    // sees the same ones chooses the same.
    const [kept = created] = [created, ...others].sort((a, b) => (a.id < b.id ? -1 : 1));
    const duplicates = [created, ...others].filter((connection) => connection !== kept);
    if (kept === created) this.#emit({ type: 'created', connection: created });
    for (const duplicate of duplicates) {
      this.#emit({ type: kept === created ? 'race-won' : 'race-lost', kept, duplicate });
    }
    return kept;
  }

  /** The connection was created: a list that fails now must not hide that. */
  async #equalIfPossible(): Promise<Connection[]> {
    return this.#equal().catch((error: unknown) => {
      if (!isDfCloudError(error) || error instanceof AbortedError) throw error;
      return [];
    });
  }

  /** After a failed creation: the connection, should it exist all the same; undefined when another try is right. */
  async #maybeCreated(error: unknown, round: number): Promise<Connection | undefined> {
    if (!isDfCloudError(error) || !mayHaveHappened(error)) throw error;
    this.#emit({ type: 'answer-lost', code: error.code });
    for (const afterMs of LOOK_AGAIN_AFTER_MS) {
      await this.means.clock.sleep(afterMs, this.options.signal);
      const equal = await this.#equal();
      const live = best(equal);
      if (live) return this.#adopt(live);
      // It was made, and died: those that were dead before are out of the way.
      const died = equal.find(isDead);
      if (died) throw refusal(died);
    }
    if (round === ROUNDS || error instanceof ConflictError) throw error;
    return undefined;
  }

  #call(): CallOptions {
    return { signal: this.options.signal };
  }
}

function isDead({ status }: Connection): boolean {
  return DEAD.includes(status);
}

/** A status that this version does not know counts as live: to create beside it could make a second one. */
function isLive(connection: Connection): boolean {
  const { status } = connection;
  return !isDead(connection) && status !== LEAVING && status !== GONE;
}

/** The live connection that everybody would choose: the furthest one, then the one with the smallest id. */
function best(connections: readonly Connection[]): Connection | undefined {
  const rank = ({ status }: Connection) => (LIVE.includes(status) ? LIVE.indexOf(status) : LIVE.length);
  return connections.filter(isLive).sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1))[0];
}

function unlessGone(error: unknown): void {
  if (!(error instanceof NotFoundError)) throw error;
}

function mayHaveHappened(error: DfCloudError): boolean {
  if (error instanceof NetworkError || error instanceof TimeoutError) return error.request?.sent !== 'no';
  return error instanceof ServerError || error instanceof ResponseError || error instanceof ConflictError;
}

function refusal({ id, status, statusDetail }: Connection): FailedStateError {
  const found = { resource: 'connection', id, target: 'active', lastStatus: status };
  const details = {
    ...found,
    ...(statusDetail !== undefined && { statusDetail }),
    inStatusMs: 0,
    seen: {},
    elapsedMs: 0,
  };
  return new FailedStateError(ensureFoundTerminal(details), details);
}
