import { AzureAcceptor, type AzureAcceptorOptions } from '../../../src/azure/index.js';
import { at } from '../../../src/azure/rest/json.js';
import { Transport } from '../../../src/http/transport.js';
import { DfCloud, type PeeringEvent } from '../../../src/index.js';
import { Peering } from '../../../src/peering/peering.js';
import { Connections } from '../../../src/resources/connections.js';
import { Networks } from '../../../src/resources/networks.js';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../src/sandbox/index.js';

const FAST = { provisioningMs: 5, requestMs: 5, activationMs: 5, deletionMs: 5 };
const NETWORK = 'api-version=2025-05-01';

/** A sandbox with a client of Dragonfly Cloud, and the customer's administrator of Azure. */
export class Stage implements AsyncDisposable {
  readonly #tokens = new Map<string, string>();

  private constructor(
    readonly sandbox: Sandbox,
    readonly df: DfCloud,
  ) {}

  static async open(options: SandboxOptions = {}): Promise<Stage> {
    const sandbox = await startSandbox({ timings: FAST, quotas: { networks: 10 }, ...options });
    return new Stage(sandbox, new DfCloud({ apiKey: sandbox.apiKey, baseUrl: sandbox.url }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.sandbox.close();
  }

  /** The customer's subscription. */
  get subscriptionId(): string {
    return this.sandbox.azure.defaultSubscriptionId;
  }

  /** The customer's administrator. */
  get credential() {
    const { clientId, clientSecret } = this.sandbox.azure.identity;
    return { clientId, clientSecret };
  }

  /** An active network. */
  async network(cidrBlock = '192.168.0.0/16', byoc?: string): Promise<string> {
    const { id } = await this.df.networks.create({
      name: 'net',
      location: { provider: 'azure', region: 'centralus' },
      cidrBlock,
      ...(byoc !== undefined && { byoc: { accountId: byoc } }),
    });
    if (this.sandbox.clock.mode === 'virtual') await this.sandbox.clock.advance(60_000);
    await this.df.networks.waitUntilActive(id);
    return id;
  }

  /** A virtual network with one subnet. Gives its resource id. */
  async vnet(vnetName = 'hub', prefix = '10.0.0.0/16'): Promise<string> {
    const group = `/subscriptions/${this.subscriptionId}/resourcegroups/rg`;
    await this.arm('PUT', `${group}?api-version=2022-12-01`, { location: 'centralus' });
    const id = `${group.replace('resourcegroups', 'resourceGroups')}/providers/Microsoft.Network/virtualNetworks/${vnetName}`;
    const subnets = [{ name: 'apps', properties: { addressPrefix: prefix.replace('/16', '/24') } }];
    const properties = { addressSpace: { addressPrefixes: [prefix] }, subnets };
    await this.arm('PUT', `${id}?${NETWORK}`, { location: 'centralus', properties });
    for (;;) {
      const found = await this.arm('GET', `${id}?${NETWORK}`);
      if (JSON.stringify(found).includes('"provisioningState":"Succeeded"')) return id;
      if (this.sandbox.clock.mode === 'virtual') await this.sandbox.clock.advance(1_000);
      else await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /**
   * The flow on the sandbox's virtual clock. `drive` moves it while everybody sleeps, so an hour passes in no time, and
   * no request is overtaken by it.
   */
  virtual() {
    const { clock } = this.sandbox;
    let inFlight = 0;
    const counting: typeof fetch = async (...request) => {
      inFlight += 1;
      try {
        const response = await fetch(...request);
        const body = await response.arrayBuffer();
        const { status, headers } = response;
        return new Response([204, 304].includes(status) ? null : body, { status, headers });
      } finally {
        inFlight -= 1;
      }
    };
    const { apiKey, url: baseUrl } = this.sandbox;
    const limits = { timeoutMs: 30_000, totalTimeoutMs: 120_000 };
    const onEvent = () => undefined;
    const transport = new Transport({
      apiKey,
      baseUrl,
      ...limits,
      userAgent: 'test',
      onEvent,
      clock,
      fetch: counting,
    });
    const context = { transport, clock, loopback: true, onWarning: () => undefined };
    const [networks, connections] = [new Networks(context), new Connections(context)];
    const peering = new Peering({ networks, connections, endpoint: baseUrl, clock });
    const drive = async <T>(work: Promise<T>): Promise<T> => {
      let done = false;
      const finish = () => {
        done = true;
      };
      work.then(finish, finish);
      while (!done) {
        for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
        if (inFlight === 0 && !done) await clock.advance(500);
        else await new Promise((resolve) => setTimeout(resolve, 1));
      }
      return work;
    };
    return { peering, connections, drive, fetch: counting };
  }

  /** An acceptor for the virtual network `hub`. */
  acceptor(options: Partial<AzureAcceptorOptions> = {}): AzureAcceptor {
    const { arm, graph, entra } = this.sandbox.endpoints;
    return new AzureAcceptor({
      subscriptionId: this.subscriptionId,
      resourceGroup: 'rg',
      vnetName: 'hub',
      credential: this.credential,
      endpoints: { arm, graph, entra },
      grantSettleMs: 0,
      ...options,
    });
  }

  /** A call of Azure Resource Manager as the administrator. */
  arm(method: string, path: string, body?: unknown): Promise<unknown> {
    return this.#call(this.sandbox.endpoints.arm, 'https://management.azure.com', method, path, body);
  }

  /** A call of Microsoft Graph as the administrator. */
  graph(method: string, path: string, body?: unknown): Promise<unknown> {
    return this.#call(
      this.sandbox.endpoints.graph,
      'https://graph.microsoft.com',
      method,
      `/v1.0${path}`,
      body,
    );
  }

  async #call(
    origin: string,
    audience: string,
    method: string,
    path: string,
    body: unknown,
  ): Promise<unknown> {
    const response = await fetch(`${origin}${path}`, {
      method,
      headers: { authorization: `Bearer ${await this.#token(audience)}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new TypeError(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  async #token(audience: string): Promise<string> {
    const known = this.#tokens.get(audience);
    if (known !== undefined) return known;
    const { clientId, clientSecret, tenantId } = this.sandbox.azure.identity;
    const form = new URLSearchParams({
      client_id: clientId,
      client_secret: clientSecret,
      grant_type: 'client_credentials',
      scope: `${audience}/.default`,
    });
    const url = `${this.sandbox.endpoints.entra}/${tenantId}/oauth2/v2.0/token`;
    const answer: unknown = await (await fetch(url, { method: 'POST', body: form })).json();
    const token = String(at(answer, 'access_token'));
    this.#tokens.set(audience, token);
    return token;
  }
}

/** Collects the events of a run, and what they say about retries and waits. */
export class Listener {
  readonly events: PeeringEvent[] = [];
  readonly onEvent = (event: PeeringEvent): void => {
    this.events.push(event);
  };

  /** `step: evidence` of all steps that told this state. */
  told(state: 'retrying' | 'waiting' | 'done' | 'removed' | 'left' | 'conflict'): string[] {
    return this.events.flatMap((event) =>
      event.type === 'step' && event.state === state ? [`${event.step}: ${event.evidence ?? ''}`] : [],
    );
  }
}
