import { GcpAcceptor, type GcpAcceptorOptions } from '../../../src/gcp/index.js';
import type { FlowContext } from '../../../src/peering/acceptor.js';
import type { Step, StepState } from '../../../src/peering/step.js';
import { type Answer, startServer, type TestServer } from '../../helpers/http-server.js';
import { refused } from './answers.js';
import { FastClock } from './fast-clock.js';

const BASE = '/compute/v1/projects/my-project/';

/** The half of the peering that the runs of these tests are about, as Google shows it. */
export const HALF = {
  name: 'df',
  network: 'https://www.googleapis.com/compute/beta/projects/vendor-project/global/networks/vendor-vpc',
  state: 'ACTIVE',
  stateDetails: '[2026-03-02T14:50:39.800-08:00]: Connected.',
};

/** A server that answers as Google with whatever a test sets, for states that no double can be brought to. */
export class ScriptedGoogle {
  /** The answer to each GET, by the path behind the project; without the query. */
  readonly answers: Record<string, unknown> = {
    'aggregated/subnetworks': {},
    'global/routes': {},
    'global/firewalls': {},
  };
  /** What the peering exchanges. */
  incoming: object[] = [{ destRange: '192.168.0.0/16', type: 'SUBNET_PEERING_ROUTE', imported: true }];
  outgoing: object[] = [];

  private constructor(readonly server: TestServer) {}

  static async open(...peerings: object[]): Promise<ScriptedGoogle> {
    const server = await startServer(({ method, url }) =>
      method === 'GET' ? google.#answer(new URL(url, 'http://x')) : refused(404, 'notFound', 'not found'),
    );
    const google = new ScriptedGoogle(server);
    google.peerings(...peerings);
    return google;
  }

  /** Sets the peerings of the network. */
  peerings(...peerings: object[]): void {
    this.answers['global/networks/app-vpc'] = { name: 'app-vpc', ...(peerings.length > 0 && { peerings }) };
  }

  /** The steps at the customer's side. */
  async steps(options: Partial<GcpAcceptorOptions> = {}): Promise<Step[]> {
    const acceptor = new GcpAcceptor({
      projectId: 'my-project',
      network: 'app-vpc',
      accessToken: 'token',
      endpoint: this.server.url,
      ...options,
    });
    return acceptor.accept(this.flow());
  }

  /** How one step stands. */
  async read(id: string, options: Partial<GcpAcceptorOptions> = {}): Promise<StepState | undefined> {
    const steps = await this.steps(options);
    return steps.find((step) => step.id === id)?.read(this.flow());
  }

  /** A run of its own. */
  flow(): FlowContext {
    return {
      network: {
        id: 'net-1',
        name: 'net',
        status: 'active',
        location: { provider: 'gcp', region: 'us-central1' },
        cidrBlock: '192.168.0.0/16',
        vpc: { accountId: 'vendor-project', resourceId: 'vendor-vpc' },
        raw: {},
      },
      connection: () => undefined,
      signal: undefined,
      emit: () => undefined,
      clock: new FastClock(),
      round: {},
    };
  }

  #answer({ pathname, searchParams }: URL): Answer {
    const path = pathname.replace(BASE, '');
    if (path.endsWith('/listPeeringRoutes')) {
      return {
        json: { items: searchParams.get('direction') === 'INCOMING' ? this.incoming : this.outgoing },
      };
    }
    const json = this.answers[path];
    return json === undefined ? refused(404, 'notFound', `'${path}' was not found`) : { json };
  }
}
