import { AbortedError } from '../errors/aborted-error.js';
import { isDfCloudError } from '../errors/base.js';
import { InvalidInputError } from '../errors/invalid-input-error.js';
import { flowAborted, illegalValue, unknownOption } from '../errors/messages.js';
import type { Clock } from '../internal/clock.js';
import { unknownKey } from '../internal/guards.js';
import { safeListener } from '../internal/listener.js';
import type { CallOptions } from '../resources/call-options.js';
import type { Connections } from '../resources/connections.js';
import type { Network } from '../resources/network.js';
import type { Networks } from '../resources/networks.js';
import type { Acceptor } from './acceptor.js';
import { type Applied, applyFlow } from './apply-plan.js';
import { type Destroyed, destroyFlow } from './destroy-flow.js';
import type { PeeringEvent } from './events.js';
import type { Finding } from './finding.js';
import { type FlowSubject, type Scene, setScene } from './flow.js';
import { makePlan } from './make-plan.js';
import type { PeeringPlan } from './plan.js';

/** What every run of the flow takes. */
export interface PeeringOptions extends CallOptions {
  /** The Dragonfly network. */
  readonly networkId: string;
  /** The connection's name; it also tells `destroy` that the connection is ours. */
  readonly name: string;
  /** Told of findings, steps, waits and what `ensure` does. */
  readonly onEvent?: ((event: PeeringEvent) => void) | undefined;
}

/** What `apply` takes. */
export interface ApplyOptions extends PeeringOptions {
  /** A plan that was made before: refused when the endpoints or the other side have changed since. */
  readonly plan?: PeeringPlan | undefined;
}

/** What `destroy` takes. Without `name` and `connectionId` the connection stays, and what hangs on it. */
export interface DestroyOptions extends Omit<PeeringOptions, 'name'> {
  /** The connection's name: a connection of that name is ours. */
  readonly name?: string | undefined;
  /** The connection that is to go, whatever its name. */
  readonly connectionId?: string | undefined;
  /** Leave routes that hang on the peering: they cannot be tagged, so they cannot be proved ours. @default false */
  readonly keepUnproven?: boolean | undefined;
}

/** What the flow needs of a client. */
export interface PeeringMeans {
  readonly networks: Networks;
  readonly connections: Connections;
  /** The base URL of the Dragonfly Cloud API. */
  readonly endpoint: string;
  readonly clock: Clock;
}

/** The whole flow: from a network and a VPC to a connection that works, and back. */
export class Peering {
  readonly #means: PeeringMeans;

  constructor(means: PeeringMeans) {
    this.#means = means;
  }

  /** Everything that would make a run fail, all at once. Writes nothing. */
  async preflight(acceptor: Acceptor, options: PeeringOptions): Promise<Finding[]> {
    checkKeys(options, RUN_KEYS);
    return this.#run(acceptor, options, options, ({ context }) => acceptor.preflight(context));
  }

  /** What `apply` would do now. Writes nothing. */
  async plan(acceptor: Acceptor, options: PeeringOptions): Promise<PeeringPlan> {
    checkKeys(options, RUN_KEYS);
    return this.#run(acceptor, options, options, (scene) => makePlan(acceptor, scene, options.name));
  }

  /**
   * Brings the connection and the customer's side to where it works. Safe to repeat, also after a crash: a second run
   * writes nothing.
   *
   * @throws ConflictError when preflight finds an error, or when what exists is in the way. @throws CloudRefusedError
   * @throws TimeoutError @throws AbortedError @throws InvalidInputError
   */
  async apply(acceptor: Acceptor, options: ApplyOptions): Promise<Applied> {
    checkKeys(options, [...RUN_KEYS, 'plan']);
    const read: ReadNetwork = ({ networkId, signal, onEvent }) =>
      this.#means.networks.waitUntilActive(networkId, { signal, onEvent: safeListener(onEvent) });
    const work = (scene: Scene) => applyFlow(acceptor, scene, options.plan);
    return this.#run(acceptor, options, options, work, read);
  }

  /** Removes what is provably ours, in reverse, and says what it left and why. A second run has nothing to do. */
  async destroy(acceptor: Acceptor, options: DestroyOptions): Promise<Destroyed> {
    const { name, connectionId, keepUnproven = false, ...rest } = options;
    checkKeys(rest, ['networkId', 'signal', 'onEvent']);
    const choices = { connectionNamed: connectionId !== undefined, keepUnproven };
    const subject = { networkId: rest.networkId, name, connectionId };
    return this.#run(acceptor, subject, rest, (scene) => destroyFlow(acceptor, scene, choices));
  }

  async #run<T>(
    acceptor: Acceptor,
    subject: FlowSubject,
    options: DestroyOptions,
    work: (scene: Scene) => Promise<T>,
    read: ReadNetwork = ({ networkId, signal }) => this.#means.networks.get(networkId, { signal }),
  ): Promise<T> {
    const { signal } = options;
    const emit = safeListener(options.onEvent);
    try {
      const network = await read(options);
      return await work(await setScene(acceptor, network, subject, { ...this.#means, signal, emit }));
    } catch (error) {
      if (!signal?.aborted || isDfCloudError(error)) throw error;
      throw new AbortedError(flowAborted(subject.networkId), undefined, error);
    }
  }
}

type ReadNetwork = (options: DestroyOptions) => Promise<Network>;

const RUN_KEYS = ['networkId', 'name', 'signal', 'onEvent'];

function checkKeys(options: object, known: readonly string[]): void {
  const unknown = unknownKey(options, known);
  if (unknown !== undefined) throw new InvalidInputError(unknownOption(unknown, known), { field: unknown });
  if (
    !known.includes('name') ||
    ('name' in options && typeof options.name === 'string' && options.name !== '')
  )
    return;
  const name = 'name' in options ? options.name : undefined;
  throw new InvalidInputError(illegalValue('name', name, 'a text that is not empty', '"orders"'), {
    field: 'name',
  });
}
