import type { WireNetwork, WireNetworkCreate } from '../../resources/wire.js';
import type { Fate } from '../fault-effects.js';
import type { CloudHalf } from '../peerings.js';
import type { NetworkRecord } from '../world.js';
import { ApiProblem } from './api-problem.js';
import { type DragonflyContext, find, visible } from './context.js';
import { fieldsOf } from './fields.js';
import { readNetworkCreate } from './validation.js';

/** Connections in these states no longer hold their network. */
const ENDED = ['failed', 'irrecoverable'];

/** Networks: pending, then active with a VPC in their cloud; deleting, then gone. */
export class Networks {
  readonly #context: DragonflyContext;

  constructor(context: DragonflyContext) {
    this.#context = context;
  }

  /** POST /v1/networks */
  create(body: unknown, fate: Fate): WireNetwork {
    const { world, clock, ids, timings, visibilityMs } = this.#context;
    const config = readNetworkCreate(body);
    this.#checkQuota();
    const wire = {
      network_id: `net-${ids.hex('network', 16)}`,
      status: 'pending',
      created_at: Math.floor(clock.now() / 1000),
      vpc: null,
      ...config,
    } satisfies WireNetwork;
    const record: NetworkRecord = { wire, visibleAtMs: clock.now() + Math.max(visibilityMs, fate.hiddenMs) };
    world.networks.set(wire.network_id, record);
    if (!fate.stuck) {
      clock.schedule(wire.network_id, timings.provisioningMs, () => this.#provision(record, fate));
    }
    return record.wire;
  }

  /** GET /v1/networks */
  list(): WireNetwork[] {
    const { world, clock } = this.#context;
    return visible(world.networks, clock.now()).map((record) => record.wire);
  }

  /** GET /v1/networks/{id} */
  get(id: string): WireNetwork {
    return this.#find(id).wire;
  }

  /** The name is all that can be changed. */
  update(id: string, body: unknown): WireNetwork {
    const { wire } = this.#find(id);
    wire.name = fieldsOf(body).required('name');
    return wire;
  }

  /** DELETE /v1/networks/{id} */
  delete(id: string): void {
    const { world, clock, timings } = this.#context;
    const { wire } = this.#find(id);
    if (wire.status === 'deleting') return;
    this.#checkUnused(id);
    wire.status = 'deleting';
    clock.schedule(id, timings.deletionMs, () => {
      for (const [connectionId, { wire: connection }] of world.connections) {
        if (connection.connection_config.network_id === id) world.connections.delete(connectionId);
      }
      world.networks.delete(id);
      this.#cloudOf(wire)?.networkGone(wire);
    });
  }

  #find(id: string): NetworkRecord {
    return find(this.#context.world.networks, 'network', id, this.#context.clock.now());
  }

  #provision({ wire }: NetworkRecord, fate: Fate): void {
    wire.status = fate.failsWith === undefined ? 'active' : 'failed';
    if (wire.status !== 'active') return;
    wire.vpc = this.#newVpc(wire);
    this.#cloudOf(wire)?.networkActive(wire);
  }

  #cloudOf({ location }: WireNetwork): CloudHalf | undefined {
    const provider = (['aws', 'gcp', 'azure'] as const).find((known) => known === location.provider);
    return provider && this.#context.peerings.half(provider);
  }

  /** The cloud's half. In a network of the customer's own cloud account (BYOC), that account owns the VPC. */
  #newVpc({ location, byoc }: WireNetworkCreate): NonNullable<WireNetwork['vpc']> {
    const { ids } = this.#context;
    const owner = byoc.account_id;
    if (location.provider === 'aws') {
      return {
        account_id: owner ?? ids.decimal('aws-account', 12),
        resource_id: `vpc-${ids.hex('vpc', 17)}`,
      };
    }
    const name = `dfcloud-${ids.hex('vpc', 8)}`;
    if (location.provider === 'gcp') return { account_id: owner ?? 'dfcloud-sandbox', resource_id: name };
    const subscription = owner ?? ids.guid('azure-subscription');
    return {
      account_id: `/subscriptions/${subscription}/resourceGroups/${name}`,
      resource_id: `${name}-vnet`,
    };
  }

  #checkQuota(): void {
    const { world, networkQuota } = this.#context;
    if (world.networks.size < networkQuota) return;
    throw new ApiProblem(409, `quota exceeded: an account can have ${networkQuota} private networks`);
  }

  #checkUnused(id: string): void {
    const { connections, datastores } = this.#context.world;
    const connection = [...connections.values()].find(
      ({ wire }) => wire.connection_config.network_id === id && !ENDED.includes(wire.status),
    );
    if (connection) throw inUse(id, `connection ${connection.wire.connection_id}`);
    const datastore = [...datastores.values()].find(({ wire }) => wire.config.network_id === id);
    if (datastore) throw inUse(id, `datastore ${datastore.wire.datastore_id}`);
  }
}

function inUse(id: string, user: string): ApiProblem {
  return new ApiProblem(409, `network ${id} is in use by ${user}`);
}
