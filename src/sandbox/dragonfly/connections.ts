import type { WireConnection, WirePeer } from '../../resources/wire.js';
import type { Fate } from '../fault-effects.js';
import { SandboxError } from '../sandbox-error.js';
import type { ConnectionRecord, NetworkRecord, Peering, PeeringSide, Provider } from '../world.js';
import { ApiProblem } from './api-problem.js';
import { type DragonflyContext, find, visible } from './context.js';
import { checkPeer, readConnectionConfig } from './validation.js';

/**
 * Connections: pending, then inactive with the cloud's peering, then active once the customer accepted it; failed when
 * it could not be requested, irrecoverable when the customer deleted it; deleting, then gone.
 */
export class Connections {
  readonly #context: DragonflyContext;

  constructor(context: DragonflyContext) {
    this.#context = context;
    context.peerings.onChange((peering) => this.#notice(peering));
  }

  /** POST /v1/connections */
  create(body: unknown, fate: Fate): WireConnection {
    const { world, clock, ids, timings, visibilityMs } = this.#context;
    const config = readConnectionConfig(body);
    const network = find(world.networks, 'network', config.network_id);
    if (network.wire.status !== 'active') {
      throw new ApiProblem(409, `network ${config.network_id} is ${network.wire.status}, it must be active`);
    }
    checkPeer(config.peer, providerOf(network));
    const wire = {
      connection_id: `conn-${ids.hex('connection', 16)}`,
      status: 'pending',
      peer_connection_id: '',
      connection_config: config,
    } satisfies WireConnection;
    const record: ConnectionRecord = {
      wire,
      visibleAtMs: clock.now() + Math.max(visibilityMs, fate.hiddenMs),
    };
    world.connections.set(wire.connection_id, record);
    if (!fate.stuck) {
      clock.schedule(wire.connection_id, timings.requestMs, () => this.#request(record, network, fate));
    }
    return record.wire;
  }

  /** GET /v1/connections */
  list(): WireConnection[] {
    const { world, clock } = this.#context;
    return visible(world.connections, clock.now()).map((record) => record.wire);
  }

  /** GET /v1/connections/{id} */
  get(id: string): WireConnection {
    return find(this.#context.world.connections, 'connection', id, this.#context.clock.now()).wire;
  }

  /** DELETE /v1/connections/{id} */
  delete(id: string): void {
    const { world, clock, peerings, timings } = this.#context;
    const record = find(world.connections, 'connection', id, clock.now());
    if (record.wire.status === 'deleting') return;
    record.wire.status = 'deleting';
    clock.schedule(id, timings.deletionMs, () => {
      world.connections.delete(id);
      if (record.peeringId === undefined) return;
      // A peering that two connections share ends for both of them.
      peerings.delete(record.peeringId, 'requester');
      peerings.forget(record.peeringId);
    });
  }

  /** The customer accepts the peering on their side. */
  accept(id: string): void {
    const record = this.#own(id);
    const { status } = record.wire;
    if (status === 'active') return;
    if (status !== 'inactive' || record.peeringId === undefined) {
      throw wrongState(id, status, 'accepted', 'Wait until it is inactive.');
    }
    this.#context.peerings.accept(record.peeringId);
  }

  /** The customer deletes the peering, or rejects the request. */
  revoke(id: string): void {
    const record = this.#own(id);
    const { status } = record.wire;
    if (status === 'irrecoverable') return;
    if ((status !== 'inactive' && status !== 'active') || record.peeringId === undefined) {
      throw wrongState(id, status, 'revoked', 'Wait until it is inactive or active.');
    }
    this.#context.peerings.delete(record.peeringId);
  }

  /** The request could not be connected. */
  fail(id: string, statusDetail: string): void {
    const { wire } = this.#own(id);
    if (wire.status !== 'pending' && wire.status !== 'inactive' && wire.status !== 'failed') {
      throw wrongState(id, wire.status, 'failed', 'Only a pending or inactive connection can fail.');
    }
    this.#context.clock.cancel(id);
    wire.status = 'failed';
    wire.status_detail = statusDetail;
  }

  #own(id: string): ConnectionRecord {
    const record = this.#context.world.connections.get(id);
    if (record) return record;
    throw new SandboxError(
      'unknown_id',
      `no connection ${id} exists`,
      'List them with sandbox.world().connections.',
    );
  }

  /** Asks the cloud for the peering. */
  #request(record: ConnectionRecord, { wire: network }: NetworkRecord, fate: Fate): void {
    const { wire } = record;
    if (fate.failsWith !== undefined || !network.vpc) {
      wire.status = 'failed';
      wire.status_detail = fate.failsWith ?? 'the network has no VPC';
      return;
    }
    const { peer } = wire.connection_config;
    const { peerings } = this.#context;
    const peering = peerings.request(
      providerOf({ wire: network }),
      {
        account_id: network.vpc.account_id,
        vpc_id: network.vpc.resource_id,
        region: network.location.region,
        cidr_block: network.cidr_block,
      },
      accepterOf({ wire: network }, peer),
    );
    if (peering.state === 'failed') {
      wire.status = 'failed';
      wire.status_detail = `the peering request was refused: ${peering.failure}`;
      return;
    }
    record.peeringId = peering.id;
    wire.peer_connection_id = peering.id;
    if (fate.earlyActive) peerings.accept(peering.id);
    wire.status = peering.state === 'active' ? 'active' : 'inactive';
  }

  /** Dragonfly notices, a little later, what happened to the peering. */
  #notice(peering: Peering): void {
    const { world, clock, timings } = this.#context;
    for (const { wire, peeringId } of world.connections.values()) {
      if (peeringId !== peering.id) continue;
      if (peering.state === 'active' && wire.status === 'inactive') {
        clock.schedule(wire.connection_id, timings.activationMs, () => {
          wire.status = 'active';
        });
      }
      if (peering.state === 'deleted' && (wire.status === 'inactive' || wire.status === 'active')) {
        clock.schedule(wire.connection_id, timings.activationMs, () => {
          wire.status = 'irrecoverable';
          wire.status_detail = `the peering ${peering.id} was deleted in the peer account`;
        });
      }
    }
  }
}

/** `readNetworkCreate` lets no other provider in. */
function providerOf({ wire }: Pick<NetworkRecord, 'wire'>): Provider {
  const { provider } = wire.location;
  return provider === 'gcp' || provider === 'azure' ? provider : 'aws';
}

/** The customer's side: what Azure needs besides is empty in the other clouds. */
function accepterOf(network: Pick<NetworkRecord, 'wire'>, peer: WirePeer): PeeringSide {
  const { account_id, vpc_id, azure } = peer;
  const side = { account_id, vpc_id, region: peer.region ?? network.wire.location.region };
  return azure && providerOf(network) === 'azure' ? { ...side, azure } : side;
}

function wrongState(id: string, status: string, verb: string, fix: string): SandboxError {
  return new SandboxError('wrong_state', `connection ${id} is ${status} and cannot be ${verb}`, fix);
}
