import { GcpAcceptor, type GcpAcceptorOptions } from '../../../src/gcp/index.js';
import { DfCloud } from '../../../src/index.js';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../src/sandbox/index.js';

/** The region of everything that does not name another. */
export const REGION = 'us-central1';

const FAST = { provisioningMs: 5, requestMs: 5, activationMs: 5, deletionMs: 5, gcpOperationMs: 5 };

/** An answer of Compute Engine, as far as the tests look into it. */
export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes
  readonly body: any;
}

/** A sandbox with a client of Dragonfly Cloud, and the customer's own way to Compute Engine. */
export class Stage implements AsyncDisposable {
  private constructor(
    readonly sandbox: Sandbox,
    readonly df: DfCloud,
    /** The customer's project. */
    readonly projectId: string,
    /** The token of its owner. */
    readonly accessToken: string,
  ) {}

  static async open(options: SandboxOptions = {}): Promise<Stage> {
    const { timings, ...more } = options;
    const sandbox = await startSandbox({
      timings: { ...FAST, ...timings },
      quotas: { networks: 10 },
      ...more,
    });
    const df = new DfCloud({ apiKey: sandbox.apiKey, baseUrl: sandbox.url });
    const { id, accessToken } = sandbox.gcp.project();
    return new Stage(sandbox, df, id, accessToken);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.sandbox.close();
  }

  /** An active Dragonfly network. */
  async network(cidrBlock = '192.168.0.0/16'): Promise<string> {
    const { id } = await this.df.networks.create({
      name: 'net',
      location: { provider: 'gcp', region: REGION },
      cidrBlock,
    });
    await this.df.networks.waitUntilActive(id);
    return id;
  }

  /** A VPC network of the customer with one subnet per block, in regions of their own. */
  async vpc(
    name = 'app-vpc',
    blocks: readonly string[] = ['10.0.0.0/24'],
    fields: object = {},
  ): Promise<string> {
    await this.write('POST', 'global/networks', { name, autoCreateSubnetworks: false, ...fields });
    const regions = [REGION, 'europe-west1', 'us-east1'];
    for (const [index, ipCidrRange] of blocks.entries()) {
      const region = regions[index] ?? REGION;
      const network = `projects/${this.projectId}/global/networks/${name}`;
      await this.write('POST', `regions/${region}/subnetworks`, {
        name: `${name}-${index}`,
        network,
        ipCidrRange,
      });
    }
    return name;
  }

  /** Adds a firewall rule. */
  async firewall(fields: object, network = 'app-vpc'): Promise<void> {
    const link = `projects/${this.projectId}/global/networks/${network}`;
    await this.write('POST', 'global/firewalls', { network: link, ...fields });
  }

  /** The firewall rules of a network, by name. */
  async firewalls(): Promise<Record<string, Answer['body']>> {
    const { body } = await this.call('GET', 'global/firewalls');
    return Object.fromEntries((body.items ?? []).map((rule: { name: string }) => [rule.name, rule]));
  }

  /** The peerings of a network. */
  async peerings(network = 'app-vpc'): Promise<Answer['body'][]> {
    const { body } = await this.call('GET', `global/networks/${network}`);
    return body.peerings ?? [];
  }

  /** An acceptor for a VPC network with the owner's token. */
  acceptor(options: Partial<GcpAcceptorOptions> = {}): GcpAcceptor {
    return new GcpAcceptor({
      projectId: this.projectId,
      network: 'app-vpc',
      accessToken: this.accessToken,
      endpoint: this.sandbox.endpoints.compute,
      ...options,
    });
  }

  /** Where Dragonfly's network is, in the words of Google. */
  async otherEnd(networkId: string): Promise<string> {
    const { vpc } = await this.df.networks.get(networkId);
    return `projects/${vpc?.accountId}/global/networks/${vpc?.resourceId}`;
  }

  /** The operations that reached the sandbox since the last `clearRequests`. */
  operations(): string[] {
    return this.sandbox.requests().map(({ operation }) => operation ?? '?');
  }

  /** Those that write. */
  writes(): string[] {
    return this.operations().filter(
      (name) => !/\.(get\w*|list\w*|aggregatedList|wait|testIamPermissions)$/.test(name),
    );
  }

  /** Makes a write, and waits until its operation is over. */
  async write(method: string, path: string, body?: object): Promise<Answer['body']> {
    const scope = path.startsWith('global/') ? 'global' : path.split('/').slice(0, 2).join('/');
    let { status, body: operation } = await this.call(method, path, body);
    while (status === 200 && operation.status !== 'DONE') {
      ({ status, body: operation } = await this.call('POST', `${scope}/operations/${operation.name}/wait`));
    }
    if (status !== 200 || operation.error)
      throw new TypeError(`${method} ${path}: ${JSON.stringify(operation)}`);
    return operation;
  }

  /** Makes one call as the project's owner. */
  async call(method: string, path: string, body?: object): Promise<Answer> {
    const url = `${this.sandbox.endpoints.compute}/compute/v1/projects/${this.projectId}/${path}`;
    const headers = { authorization: `Bearer ${this.accessToken}`, 'content-type': 'application/json' };
    const answer = await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    return { status: answer.status, body: await answer.json() };
  }
}
