import { ConflictError } from '../errors/conflict-error.js';
import { InvalidInputError } from '../errors/invalid-input-error.js';
import { endpointsMixed, peerIncomplete, wrongCloud } from '../errors/messages.js';
import type { Clock } from '../internal/clock.js';
import { isLoopbackHost } from '../internal/loopback.js';
import type { Connection } from '../resources/connection.js';
import type { Connections } from '../resources/connections.js';
import type { Network } from '../resources/network.js';
import type { Networks } from '../resources/networks.js';
import type { Acceptor, FlowContext } from './acceptor.js';
import { activeStep } from './active-step.js';
import { ConnectionCell, type PeerSource } from './connection-cell.js';
import { CONNECTION_STEP, ConnectionStep } from './connection-step.js';
import type { PeeringEvent } from './events.js';
import type { Step } from './step.js';
import { stepTeller } from './step-teller.js';

/** What a run is about. */
export interface FlowSubject {
  /** The Dragonfly network. */
  readonly networkId: string;
  /** The connection's name. */
  readonly name?: string | undefined;
  /** The connection, where it is known. */
  readonly connectionId?: string | undefined;
}

/** What a run works with. */
export interface FlowMeans {
  readonly networks: Networks;
  readonly connections: Connections;
  /** The base URL of the Dragonfly Cloud API. */
  readonly endpoint: string;
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
  readonly emit: (event: PeeringEvent) => void;
}

/** The subject of a run, as it was read. */
export interface Scene {
  readonly network: Network;
  readonly cell: ConnectionCell;
  readonly context: FlowContext;
  /** Every endpoint that the run talks to. */
  readonly endpoints: readonly string[];
}

/** One run: its subject, and the steps in the order of the flow. */
export interface Flow extends Scene {
  readonly steps: readonly Step[];
}

/**
 * Prepares a run. Reads nothing but the acceptor's own settings.
 *
 * @throws InvalidInputError when the network is not on the acceptor's cloud, or real endpoints and doubles are mixed.
 */
export async function setScene(
  acceptor: Acceptor,
  network: Network,
  subject: FlowSubject,
  means: FlowMeans,
): Promise<Scene> {
  const { signal, emit, clock, connections } = means;
  if (network.location.provider !== acceptor.provider) {
    throw new InvalidInputError(wrongCloud(network.id, network.location.provider, acceptor.provider), {
      field: 'networkId',
    });
  }
  const endpoints = [means.endpoint, ...(await acceptor.endpoints())];
  refuseMixed(endpoints);
  const wanted = {
    networkId: network.id,
    ...(subject.name !== undefined && { name: subject.name }),
    ...(subject.connectionId !== undefined && { connectionId: subject.connectionId }),
  };
  const cell = new ConnectionCell(
    connections,
    wanted,
    peerSource(acceptor, () => context),
  );
  const context: FlowContext = { network, connection: () => cell.current, signal, emit, clock, round: {} };
  return { network, cell, context, endpoints };
}

/** Begins to read the connection; `layOut` takes the answer, and is the one that fails when there is none. */
export function beginReading({ cell, context }: Scene): void {
  cell.read(context).catch(() => undefined);
}

/** Lays out the steps of a run: prepare, connection, accept, active. Writes nothing. */
export async function layOut(acceptor: Acceptor, scene: Scene): Promise<Flow> {
  const { cell, context } = scene;
  await cell.read(context);
  const prepare = await acceptor.prepare(context);
  const accept = await acceptor.accept(context);
  const whyTooEarly = async (failed: Connection) => acceptor.tooEarly?.(context, failed);
  const connection = new ConnectionStep(cell, ids(prepare), { whyTooEarly, tell: stepTeller(context) });
  const active = activeStep(cell, [CONNECTION_STEP, ...ids(accept.filter((step) => isNeeded(step, accept)))]);
  return { ...scene, steps: [...prepare, connection, ...accept, active] };
}

/** A run against a double of one cloud and the real other one would write where nobody expects it. */
function refuseMixed(endpoints: readonly string[]): void {
  const onLoopback = endpoints.filter((endpoint) => isLoopbackHost(new URL(endpoint).hostname));
  if (onLoopback.length === 0 || onLoopback.length === endpoints.length) return;
  throw new InvalidInputError(endpointsMixed(endpoints), { field: 'endpoint' });
}

function peerSource(acceptor: Acceptor, context: () => FlowContext): PeerSource {
  const peer = () => acceptor.peer(context());
  const complete = async () => {
    const known = await peer();
    if (!known) throw new ConflictError(peerIncomplete(context().network.id));
    return { peer: known, variables: {} };
  };
  return { peer, draft: async () => acceptor.draft?.(context()) ?? complete() };
}

function ids(steps: readonly Step[]): string[] {
  return steps.map(({ id }) => id);
}

/** Dragonfly waits for the peering, not for routes and rules, on which nothing else is built. */
function isNeeded(step: Step, steps: readonly Step[]): boolean {
  return steps.some(({ after }) => after.includes(step.id));
}
