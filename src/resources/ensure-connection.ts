import { type DfCloudError, isDfCloudError } from '../errors/base.js';
import { ConflictError } from '../errors/conflict-error.js';
import { FailedStateError } from '../errors/failed-state-error.js';
import { ensureFoundTerminal } from '../errors/messages.js';
import { NetworkError } from '../errors/network-error.js';
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

const LIVE = ['active', 'inactive', 'pending'];
const TERMINAL = ['failed', 'irrecoverable', 'deleted'];
const ROUNDS = 3;

// A connection whose answer was lost may take a moment to appear in the list.
const LOOK_AGAIN_AFTER_MS = [0, 500, 1_000, 2_000];

const locks = new KeyedLock();

/** See `Connections.ensure`. */
export function ensureConnection(
  means: Means,
  input: CreateConnectionInput,
  options: EnsureOptions,
): Promise<Connection> {
  const key = `${means.account} ${input.networkId} ${peerKey(input.peer)}`;
  return locks.run(key, options.signal, () => new Ensure(means, input, options).run());
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
      if (round === 1) await this.#clear(equal.filter(({ status }) => TERMINAL.includes(status)));

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

  /** Reports dead connections, and removes them when that was asked for. */
  async #clear(terminal: readonly Connection[]): Promise<void> {
    const inTheWay = terminal.filter(({ status }) => status !== 'deleted');
    for (const connection of terminal) {
      const replacing = this.options.replace === true && inTheWay.includes(connection);
      this.#emit({ type: 'terminal-found', connection, replacing });
    }
    const [first] = inTheWay;
    if (first && !this.options.replace) throw refusal(first);
    for (const { id } of inTheWay) await this.means.connections.delete(id, this.#call());
    for (const { id } of inTheWay) await this.means.connections.waitUntilDeleted(id, this.#call());
  }

  async #create(): Promise<Connection> {
    const created = await this.means.connections.create(this.input, this.#call());
    const kept = best([created, ...(await this.#equal()).filter(({ id }) => id !== created.id)]) ?? created;
    if (kept.id === created.id) this.#emit({ type: 'created', connection: created });
    else this.#emit({ type: 'race-lost', kept, duplicate: created });
    return kept;
  }

  /** After a failed creation: the connection, should it exist all the same; undefined when another try is right. */
  async #maybeCreated(error: unknown, round: number): Promise<Connection | undefined> {
    if (!isDfCloudError(error) || !mayHaveHappened(error)) throw error;
    this.#emit({ type: 'answer-lost', code: error.code });
    for (const afterMs of LOOK_AGAIN_AFTER_MS) {
      await this.means.clock.sleep(afterMs, this.options.signal);
      const live = best(await this.#equal());
      if (live) return this.#adopt(live);
    }
    if (round === ROUNDS || error instanceof ConflictError) throw error;
    return undefined;
  }

  #call(): CallOptions {
    return { signal: this.options.signal };
  }
}

/** The live connection that everybody would choose: the furthest one, then the one with the smallest id. */
function best(connections: readonly Connection[]): Connection | undefined {
  const rank = ({ status }: Connection) => LIVE.indexOf(status);
  return connections
    .filter((connection) => rank(connection) >= 0)
    .sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1))[0];
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
