import { AppFinder } from '../../../src/azure/app-finder.js';
import type { AzureAcceptorOptions } from '../../../src/azure/index.js';
import { namesFor } from '../../../src/azure/names.js';
import { checkOptions } from '../../../src/azure/options.js';
import { Reads } from '../../../src/azure/reads.js';
import type { StepMeans } from '../../../src/azure/steps/means.js';
import type { Connection } from '../../../src/index.js';
import type { FlowContext } from '../../../src/peering/acceptor.js';
import type { PeeringEvent, StepEvent } from '../../../src/peering/events.js';
import { Performer } from '../../../src/peering/performer.js';
import type { Step } from '../../../src/peering/step.js';
import { APP_ID, FakeAzure, HOME_TENANT } from './fake-azure.js';
import { GROUP_PATH, REMOTE, SUBSCRIPTION } from './peerings.js';

/** A run against the fake Azure, at the point where Dragonfly's connection waits for the customer. */
export class FakeRun {
  readonly azure = new FakeAzure();
  readonly events: PeeringEvent[] = [];
  connection: Connection | undefined = connectionFixture();
  signal: AbortSignal | undefined;
  nowMs = 0;
  network: FlowContext['network'] = {
    id: 'net_1',
    name: 'net',
    status: 'active',
    location: { provider: 'azure', region: 'centralus' },
    cidrBlock: String(REMOTE),
    vpc: { accountId: GROUP_PATH, resourceId: 'df-vnet' },
    raw: {},
  };
  readonly #options: Partial<AzureAcceptorOptions>;

  constructor(options: Partial<AzureAcceptorOptions> = {}) {
    this.#options = options;
  }

  /** Time passes as fast as it is slept through. */
  readonly clock = {
    now: () => this.nowMs,
    sleep: async (ms: number, signal?: AbortSignal) => {
      signal?.throwIfAborted();
      // A wait's own deadline sleeps beside the polls; only the shorter sleeps move the time.
      if (ms >= 60_000) return new Promise<void>(() => undefined);
      this.nowMs += ms;
      await new Promise((resolve) => setImmediate(resolve));
    },
  };

  get flow(): FlowContext {
    return {
      network: this.network,
      connection: () => this.connection,
      signal: this.signal,
      emit: (event) => this.events.push(event),
      clock: this.clock,
      round: {},
    };
  }

  get means(): StepMeans {
    const settings = checkOptions({
      subscriptionId: SUBSCRIPTION,
      resourceGroup: 'rg',
      vnetName: 'vnet',
      ...this.#options,
    });
    const { flow, clock } = this;
    const { clients } = this.azure;
    const names = namesFor(settings, this.network.id);
    const { vnetId } = names;
    const reads = new Reads(clients, { vnetId, subscriptionId: settings.subscriptionId }, clock);
    const app = new AppFinder(clients, settings, names, clock);
    return { flow, settings, names, clients, reads, app };
  }

  /** Performs one step as the flow does. */
  async perform(step: Step): Promise<boolean> {
    const [written] = new Performer(this.flow).perform([step]);
    return written ?? false;
  }

  /** Why tries were repeated, one after the other. */
  get retries(): string[] {
    return this.#steps('retrying').map(({ evidence }) => evidence ?? '');
  }

  /** What was told as left. */
  get left(): string[] {
    return this.#steps('left').map(({ evidence }) => evidence ?? '');
  }

  #steps(state: StepEvent['state']): StepEvent[] {
    return this.events.flatMap((event) => (event.type === 'step' && event.state === state ? event : []));
  }
}

/** A connection that waits for the customer. */
export function connectionFixture(changes: Partial<Connection> = {}): Connection {
  return {
    id: 'conn_1',
    name: 'orders',
    networkId: 'net_1',
    status: 'inactive',
    peer: {
      provider: 'azure',
      subscriptionId: SUBSCRIPTION,
      resourceGroup: 'rg',
      vnetName: 'vnet',
      tenantId: HOME_TENANT,
      appId: APP_ID,
    },
    raw: {},
    ...changes,
  };
}
