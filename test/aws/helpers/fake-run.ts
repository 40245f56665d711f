import type { AwsAcceptorOptions } from '../../../src/aws/index.js';
import { checkOptions } from '../../../src/aws/options.js';
import { PeeringFinder } from '../../../src/aws/peering-finder.js';
import { Reads } from '../../../src/aws/reads.js';
import type { StepMeans } from '../../../src/aws/steps/means.js';
import type { Connection } from '../../../src/index.js';
import type { FlowContext } from '../../../src/peering/acceptor.js';
import type { PeeringEvent } from '../../../src/peering/events.js';
import { Performer } from '../../../src/peering/performer.js';
import type { Step } from '../../../src/peering/step.js';
import { ACCOUNT, FakeEc2, PCX, REMOTE, VENDOR, VENDOR_VPC, VPC } from './fake-ec2.js';

/** A run against the fake EC2, at the point where Dragonfly's connection waits for the customer. */
export class FakeRun {
  readonly ec2 = new FakeEc2();
  readonly events: PeeringEvent[] = [];
  connection: Connection | undefined = connectionFixture();
  nowMs = 0;
  readonly network: FlowContext['network'] = {
    id: 'net_1',
    name: 'net',
    status: 'active',
    location: { provider: 'aws', region: 'us-east-1' },
    cidrBlock: String(REMOTE),
    vpc: { accountId: VENDOR, resourceId: VENDOR_VPC },
    raw: {},
  };
  readonly #options: Partial<AwsAcceptorOptions>;

  constructor(options: Partial<AwsAcceptorOptions> = {}) {
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
      signal: undefined,
      emit: (event) => this.events.push(event),
      clock: this.clock,
      round: {},
    };
  }

  get means(): StepMeans {
    const settings = checkOptions({ region: 'us-east-1', vpcId: VPC, ...this.#options });
    const ec2 = async () => this.ec2;
    const reads = new Reads(ec2, { vpcId: VPC, groupIds: settings.securityGroupIds });
    const { flow } = this;
    return { flow, settings, reads, finder: new PeeringFinder(reads, flow, settings.region), ec2 };
  }

  /** Performs one step as the flow does. */
  async perform(step: Step): Promise<boolean> {
    const [written] = new Performer(this.flow).perform([step]);
    return written ?? false;
  }
}

/** A connection that waits for the customer. */
export function connectionFixture(changes: Partial<Connection> = {}): Connection {
  return {
    id: 'conn_1',
    name: 'orders',
    networkId: 'net_1',
    status: 'inactive',
    peerConnectionId: PCX,
    peer: { provider: 'aws', accountId: ACCOUNT, vpcId: VPC },
    raw: {},
    ...changes,
  };
}
