import { InvalidInputError } from '../errors/invalid-input-error.js';
import { wrongCloud } from '../errors/messages.js';
import type { Clock } from '../internal/clock.js';
import type { Connections } from '../resources/connections.js';
import type { Network } from '../resources/network.js';
import type { Networks } from '../resources/networks.js';
import type { Acceptor, FlowContext } from './acceptor.js';
import { activeStep } from './active-step.js';
import { ConnectionCell } from './connection-cell.js';
import { CONNECTION_STEP, connectionStep } from './connection-step.js';
import type { PeeringEvent } from './events.js';
import type { Step } from './step.js';

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
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
  readonly emit: (event: PeeringEvent) => void;
}

/** One run: the subject as it was read, and the steps in the order of the flow. */
export interface Flow {
  readonly network: Network;
  readonly cell: ConnectionCell;
  readonly context: FlowContext;
  readonly steps: readonly Step[];
}

/**
 * Reads what a run is about and lays out its steps: prepare, connection, accept, active. Writes nothing.
 *
 * @throws InvalidInputError when the network is not on the acceptor's cloud.
 */
export async function layOut(acceptor: Acceptor, subject: FlowSubject, means: FlowMeans): Promise<Flow> {
  const { signal, emit, clock, connections } = means;
  const network = await means.networks.get(subject.networkId, { signal });
  if (network.location.provider !== acceptor.provider) {
    throw new InvalidInputError(wrongCloud(network.id, network.location.provider, acceptor.provider), {
      field: 'networkId',
    });
  }
  const wanted = {
    networkId: subject.networkId,
    ...(subject.name !== undefined && { name: subject.name }),
    ...(subject.connectionId !== undefined && { connectionId: subject.connectionId }),
  };
  const cell = new ConnectionCell(connections, wanted, () => acceptor.peer(context));
  const context: FlowContext = { network, connection: () => cell.current, signal, emit, clock };
  await cell.read(signal);

  const prepare = await acceptor.prepare(context);
  const accept = await acceptor.accept(context);
  const connection = connectionStep(cell, ids(prepare));
  const active = activeStep(cell, [CONNECTION_STEP, ...ids(accept)]);
  return { network, cell, context, steps: [...prepare, connection, ...accept, active] };
}

function ids(steps: readonly Step[]): string[] {
  return steps.map(({ id }) => id);
}
