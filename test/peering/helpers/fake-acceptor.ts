import type { Acceptor, FlowContext } from '../../../src/peering/acceptor.js';
import type { Finding } from '../../../src/peering/finding.js';
import type { PeeringPlan } from '../../../src/peering/plan.js';
import type { Step } from '../../../src/peering/step.js';
import type { Sandbox } from '../../../src/sandbox/index.js';
import { FakeStep } from './fake-step.js';

/** An acceptor whose cloud is a few fake steps; one of them accepts in the sandbox. */
export class FakeAcceptor implements Acceptor {
  readonly provider = 'aws' as const;
  readonly acceptStep: FakeStep;
  readonly routes: FakeStep[];
  findings: Finding[] = [];
  url = 'http://127.0.0.1:9';
  vpcId = 'vpc-0a1b2c3d4e5f67890';

  constructor(sandbox: Sandbox, routes: readonly string[] = ['r1', 'r2', 'r3']) {
    this.acceptStep = new FakeStep('fake.accept', ['dragonfly.connection']);
    this.acceptStep.withConnection = true;
    this.acceptStep.during = async () => {
      const [connection] = sandbox.world().connections;
      if (connection?.status === 'inactive') sandbox.accept(connection.connection_id);
    };
    this.routes = routes.map((id) => new FakeStep(id, ['fake.accept']));
  }

  get steps(): FakeStep[] {
    return [this.acceptStep, ...this.routes];
  }

  /** What the steps have written so far. */
  get writes(): string[] {
    return this.steps.flatMap(({ id, log }) =>
      log.filter((entry) => entry !== 'read').map((entry) => `${entry} ${id}`),
    );
  }

  async endpoints() {
    return [this.url];
  }
  async preflight() {
    return this.findings;
  }
  async prepare(): Promise<Step[]> {
    return [];
  }
  async peer() {
    return { provider: 'aws', accountId: '123456789012', vpcId: this.vpcId } as const;
  }
  async accept(_flow: FlowContext): Promise<Step[]> {
    return this.steps;
  }
  snapshot(): never {
    throw new TypeError('the fake has no snapshot');
  }
  async requiredPermissions(verb: 'plan' | 'apply' | 'destroy' | 'verify', _plan?: PeeringPlan) {
    return { provider: 'aws', verb, permissions: [], document: {} };
  }
}
