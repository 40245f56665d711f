import { CloudRefusedError } from '../errors/cloud-refused-error.js';
import { ConflictError } from '../errors/conflict-error.js';
import { InvalidInputError } from '../errors/invalid-input-error.js';
import { connectionOfOther, peerIncomplete } from '../errors/messages.js';
import type { Connection, CreateConnectionInput } from '../resources/connection.js';
import type { Connections } from '../resources/connections.js';
import { type Peer, peerKey } from '../resources/peer.js';
import type { PeerDraft } from './acceptor.js';
import type { StepContext } from './step.js';

const PREFERENCE = ['active', 'inactive', 'pending', 'irrecoverable', 'failed', 'deleting'];

/** The customer's side, as far as it is known. */
export interface PeerSource {
  /** Undefined while a part of it does not exist. */
  readonly peer: () => Promise<Peer | undefined>;
  /** The same with placeholders. */
  readonly draft: () => Promise<PeerDraft>;
}

/** The one connection that a run is about, as it was read last. */
export class ConnectionCell {
  #current: Connection | undefined;
  #taken = false;
  readonly #reads = new WeakMap<object, Promise<Connection | undefined>>();

  constructor(
    readonly connections: Connections,
    readonly wanted: { readonly networkId: string; readonly name?: string; readonly connectionId?: string },
    readonly source: PeerSource,
  ) {}

  /** As it was read last. */
  get current(): Connection | undefined {
    return this.#current;
  }

  /**
   * What the connection is created with.
   *
   * @throws ConflictError when the cloud does not show all of the peer.
   */
  async input(): Promise<CreateConnectionInput> {
    const peer = await this.source.peer();
    if (!peer) throw new ConflictError(peerIncomplete(this.wanted.networkId));
    return this.#inputWith(peer);
  }

  /** The same with placeholders for what does not exist yet, and the shell variables that stand for them. */
  async draft(): Promise<{ input: CreateConnectionInput; variables: PeerDraft['variables'] }> {
    const { peer, variables } = await this.source.draft();
    return { input: this.#inputWith(peer), variables };
  }

  /**
   * Reads it again, once for each round: by its id once that is known, else the best one of this network and peer.
   *
   * @throws InvalidInputError when the id that the caller gave is of a connection to something else.
   */
  read({ round, signal }: Pick<StepContext, 'round' | 'signal'>): Promise<Connection | undefined> {
    const known = this.#reads.get(round);
    const reading = known ?? (this.#taken ? Promise.resolve(this.#current) : this.#read(signal));
    this.#taken = false;
    this.#reads.set(round, reading);
    return reading;
  }

  async #read(signal: AbortSignal | undefined): Promise<Connection | undefined> {
    const { networkId, connectionId } = this.wanted;
    const known = this.#current?.id ?? connectionId;
    const [all, key] = await Promise.all([
      this.connections.list({ networkId }, { signal }),
      this.#key(known !== undefined),
    ]);
    const equal = all.filter(({ id, peer }) => (known === undefined ? peerKey(peer) === key : id === known));
    const rank = ({ status }: Connection) => PREFERENCE.indexOf(status);
    const [best] = equal.filter(({ status }) => status !== 'deleted').sort((a, b) => rank(a) - rank(b));
    if (best && key !== undefined && peerKey(best.peer) !== key) {
      throw new InvalidInputError(connectionOfOther(best.id, peerKey(best.peer), key), {
        field: 'connectionId',
      });
    }
    this.#current = best;
    return best;
  }

  /** Takes what a call has answered just now: it also serves as the next read. */
  take(connection: Connection): Connection {
    this.#current = connection;
    this.#taken = true;
    return connection;
  }

  /** It is gone: the next read looks for another one of this network and peer. */
  forget(): void {
    this.#current = undefined;
  }

  #inputWith(peer: Peer): CreateConnectionInput {
    const { networkId, name } = this.wanted;
    return { name: name ?? networkId, networkId, peer };
  }

  /** With a connection at hand, a peer that the cloud does not show any more is no obstacle: it may be what is removed. */
  async #key(mayLack: boolean): Promise<string | undefined> {
    try {
      return peerKey((await this.source.draft()).peer);
    } catch (error) {
      if (mayLack && error instanceof CloudRefusedError) return undefined;
      throw error;
    }
  }
}
