import type { Connection, CreateConnectionInput } from '../resources/connection.js';
import type { Connections } from '../resources/connections.js';
import { type Peer, peerKey } from '../resources/peer.js';

const PREFERENCE = ['active', 'inactive', 'pending', 'irrecoverable', 'failed', 'deleting'];

/** The one connection that a run is about, as it was read last. */
export class ConnectionCell {
  #current: Connection | undefined;

  constructor(
    readonly connections: Connections,
    readonly wanted: { readonly networkId: string; readonly name?: string; readonly connectionId?: string },
    readonly peer: () => Promise<Peer>,
  ) {}

  /** As it was read last. */
  get current(): Connection | undefined {
    return this.#current;
  }

  /** What the connection is created with. */
  async input(): Promise<CreateConnectionInput> {
    const { networkId, name } = this.wanted;
    return { name: name ?? networkId, networkId, peer: await this.peer() };
  }

  /** Reads it again: by its id once that is known, else the best one of this network and peer. */
  async read(signal: AbortSignal | undefined): Promise<Connection | undefined> {
    const { networkId, connectionId } = this.wanted;
    const all = await this.connections.list({ networkId }, { signal });
    const known = this.#current?.id ?? connectionId;
    const equal = known === undefined ? await this.#equal(all) : all.filter(({ id }) => id === known);
    const rank = ({ status }: Connection) => PREFERENCE.indexOf(status);
    this.#current = equal.filter(({ status }) => status !== 'deleted').sort((a, b) => rank(a) - rank(b))[0];
    return this.#current;
  }

  /** Takes what a call has answered. */
  take(connection: Connection): Connection {
    this.#current = connection;
    return connection;
  }

  async #equal(all: readonly Connection[]): Promise<Connection[]> {
    const key = peerKey(await this.peer());
    return all.filter((connection) => peerKey(connection.peer) === key);
  }
}
