import type { WireDatastore, WireDatastoreConfig } from '../../resources/wire.js';
import type { Fate } from '../fault-effects.js';
import { configuredVariant } from '../resp/variants.js';
import type { DatastoreRecord } from '../world.js';
import { ApiProblem } from './api-problem.js';
import { type DragonflyContext, find, visible } from './context.js';
import { readDatastoreConfig } from './datastore-config.js';

/** Of a private endpoint, and of a public one. */
const PRIVATE_PORT = 6379;
const PUBLIC_PORT = 6385;

/** How many nodes a cluster has unless its shard memory says otherwise, and at most. */
const CLUSTER_NODES = 3;
const MAX_CLUSTER_NODES = 8;

/** Datastores: pending, then active with a listener at `addr`; updating, then active again; deleting, then gone. */
export class Datastores {
  readonly #context: DragonflyContext;

  constructor(context: DragonflyContext) {
    this.#context = context;
  }

  /** POST /v1/datastores */
  create(body: unknown, fate: Fate): WireDatastore {
    const { world, clock, ids, timings, visibilityMs } = this.#context;
    const config = readDatastoreConfig(body);
    this.#checkNetwork(config);
    const id = `dst-${ids.hex('datastore', 16)}`;
    const wire = {
      datastore_id: id,
      status: 'pending',
      created_at: Math.floor(clock.now() / 1000),
      addr: '',
      dashboard: { url: `https://dashboards.sandbox.invalid/${id}` },
      config,
    } satisfies WireDatastore;
    const record: DatastoreRecord = {
      wire,
      visibleAtMs: clock.now() + Math.max(visibilityMs, fate.hiddenMs),
      password: ids.hex('password', 24),
      listeners: [],
    };
    world.datastores.set(id, record);
    if (!fate.stuck) clock.schedule(id, timings.datastoreMs, () => this.#listen(record));
    return answered(record);
  }

  /** GET /v1/datastores */
  list(): WireDatastore[] {
    const { world, clock } = this.#context;
    return visible(world.datastores, clock.now()).map(answered);
  }

  /** GET /v1/datastores/{id} */
  get(id: string): WireDatastore {
    return answered(this.#find(id));
  }

  /** Everything but the place can be changed; the body is the whole configuration. */
  update(id: string, body: unknown): WireDatastore {
    const { clock, stores, timings } = this.#context;
    const record = this.#find(id);
    const { wire } = record;
    if (wire.status !== 'active') {
      throw new ApiProblem(409, `datastore ${id} is ${wire.status}, it must be active to be updated`);
    }
    const config = readDatastoreConfig(body);
    if (placeOf(config) !== placeOf(wire.config)) {
      throw new ApiProblem(400, 'location, network_id and cluster.enabled cannot be changed');
    }
    wire.config = config;
    wire.status = 'updating';
    clock.schedule(id, timings.datastoreMs, async () => {
      await stores.setVariant(id, variantOf(config));
      if (wire.status === 'updating') wire.status = 'active';
    });
    return answered(record);
  }

  /** DELETE /v1/datastores/{id} */
  delete(id: string): void {
    const { world, clock, stores, timings } = this.#context;
    const { wire } = this.#find(id);
    if (wire.status === 'deleting') return;
    wire.status = 'deleting';
    clock.schedule(id, timings.deletionMs, async () => {
      await stores.close(id);
      world.datastores.delete(id);
    });
  }

  #find(id: string): DatastoreRecord {
    return find(this.#context.world.datastores, 'datastore', id, this.#context.clock.now());
  }

  #checkNetwork({ network_id: id, location }: WireDatastoreConfig): void {
    if (!id) return;
    const { wire: network } = find(this.#context.world.networks, 'network', id);
    if (network.status !== 'active') {
      throw new ApiProblem(409, `network ${id} is ${network.status}, it must be active`);
    }
    const { provider, region } = network.location;
    if (provider !== location.provider || region !== location.region) {
      throw new ApiProblem(400, `network ${id} is in ${provider} ${region}, the datastore must be there too`);
    }
  }

  async #listen(record: DatastoreRecord): Promise<void> {
    const { world, ids, stores } = this.#context;
    const { wire } = record;
    const networkId = wire.config.network_id;
    const nodes = nodeCount(wire.config);
    const listeners = await stores.open(wire.datastore_id, {
      networkCidr: networkId ? world.networks.get(networkId)?.wire.cidr_block : undefined,
      port: networkId ? PRIVATE_PORT : PUBLIC_PORT,
      nodeIds: Array.from({ length: nodes }, () => ids.hex('node', 40)),
      cluster: wire.config.cluster?.enabled === true,
      password: record.password,
      variant: variantOf(wire.config),
    });
    record.listeners = listeners;
    wire.addr = listeners[0] ?? '';
    if (wire.status === 'pending') wire.status = 'active';
    // Deleted while its listeners were being opened.
    if (!world.datastores.has(wire.datastore_id)) await stores.close(wire.datastore_id);
  }
}

/** With the password, where it has one. */
function answered({ wire, password }: DatastoreRecord): WireDatastore {
  return { ...wire, password: wire.config.disable_passkey ? '' : password };
}

function variantOf({ dragonfly, disable_passkey }: WireDatastoreConfig) {
  return configuredVariant(dragonfly?.tls === true, disable_passkey !== true);
}

function placeOf({ location, network_id, cluster }: WireDatastoreConfig): string {
  return JSON.stringify([location.provider, location.region, network_id, cluster?.enabled]);
}

function nodeCount({ cluster, tier }: WireDatastoreConfig): number {
  if (!cluster?.enabled) return 1;
  const shards = cluster.shard_memory
    ? Math.ceil(tier.max_memory_bytes / cluster.shard_memory)
    : CLUSTER_NODES;
  return Math.min(Math.max(shards, 1), MAX_CLUSTER_NODES);
}
