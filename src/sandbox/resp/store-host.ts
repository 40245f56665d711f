import type { Authority } from '../certificate.js';
import { SandboxError } from '../sandbox-error.js';
import type { DatastoreRecord, World } from '../world.js';
import { loopbackBlock } from './addresses.js';
import { Store } from './store.js';
import { parseVariant, type StoreVariant } from './variants.js';

/** Control of one datastore's listeners. */
export interface DatastoreControl {
  /** The datastore's id. */
  readonly id: string;
  /** `address:port` of its first node, as `addr` in the API says. */
  readonly address: string;
  /** `address:port` of each node. */
  readonly listeners: readonly string[];
  /** How each node behaves, in the order of `listeners`. */
  readonly variants: readonly StoreVariant[];
  /** What AUTH takes in the variants that ask for it, also when the API says that there is none. A secret. */
  readonly password: string;
  /**
   * Makes the listeners behave so, whatever the API says about the datastore, and drops the connections that exist.
   * Ready when the promise resolves.
   * @throws {SandboxError} `invalid_option`
   */
  setVariant(
    variant: StoreVariant,
    options?: {
      /** Only the node of this index in `listeners`. @default all nodes */
      readonly node?: number;
    },
  ): Promise<void>;
}

/** Holds the listeners of all datastores. */
export class StoreHost {
  readonly #world: World;
  readonly #authority: () => Promise<Authority>;
  readonly #stores = new Map<string, Store>();
  readonly #opening = new Set<Promise<Store>>();
  #closed = false;

  constructor(world: World, authority: () => Promise<Authority>) {
    this.#world = world;
    this.#authority = authority;
  }

  /** Opens a datastore's listeners. The result is what is bound, `address:port`, one for each node. */
  async open(
    id: string,
    plan: {
      readonly networkCidr: string | undefined;
      readonly port: number;
      readonly nodeIds: readonly string[];
      readonly cluster: boolean;
      readonly password: string;
      readonly variant: StoreVariant;
    },
  ): Promise<string[]> {
    const { networkCidr, ...rest } = plan;
    const opening = Store.open({ ...rest, block: loopbackBlock(networkCidr), authority: this.#authority });
    this.#opening.add(opening);
    try {
      const store = await opening;
      if (!this.#closed) this.#stores.set(id, store);
      return store.listeners;
    } finally {
      this.#opening.delete(opening);
    }
  }

  /** Makes an open datastore behave so; nothing happens when it is not open. */
  async setVariant(id: string, variant: StoreVariant): Promise<void> {
    await this.#stores.get(id)?.setVariant(variant);
  }

  /** Releases the listeners of one datastore. */
  async close(id: string): Promise<void> {
    const store = this.#stores.get(id);
    this.#stores.delete(id);
    await store?.close();
  }

  /** Releases all listeners, also those that are still being opened. */
  async closeAll(): Promise<void> {
    this.#closed = true;
    const opening = [...this.#opening].map((store) => store.then((opened) => opened.close()));
    const open = [...this.#stores.keys()].map((id) => this.close(id));
    await Promise.allSettled([...opening, ...open]);
  }

  /**
   * Control of an active datastore.
   * @throws {SandboxError} `unknown_id`, `wrong_state`
   */
  control(id: string): DatastoreControl {
    const record = this.#world.datastores.get(id);
    const store = this.#stores.get(id);
    if (record && store) return controlOf(id, store);
    throw record ? notListening(id, record) : unknownDatastore(id);
  }
}

function controlOf(id: string, store: Store): DatastoreControl {
  return {
    id,
    address: store.listeners[0] ?? '',
    listeners: store.listeners,
    get variants() {
      return store.variants;
    },
    password: store.password,
    setVariant: async (variant, { node } = {}) => store.setVariant(parseVariant(variant), node),
  };
}

function notListening(id: string, { wire }: DatastoreRecord): SandboxError {
  return new SandboxError(
    'wrong_state',
    `datastore ${id} is ${wire.status} and does not listen yet`,
    'Wait until it is active.',
  );
}

function unknownDatastore(id: string): SandboxError {
  return new SandboxError(
    'unknown_id',
    `no datastore ${id} exists`,
    'List them with sandbox.world().datastores.',
  );
}
