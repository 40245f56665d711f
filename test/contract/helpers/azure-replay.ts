import type { Sandbox } from '../../../src/sandbox/index.js';
import { type Arm, armOf } from '../../sandbox/azure/arm/helpers/arm.js';
import type { Answered } from '../../sandbox/azure/helpers/directory.js';
import type { ArmExchange } from './azure-recordings.js';

/** Longer than an operation takes. */
const STEP_MS = 1000;
const OPERATION = /\/locations\/[^/]+\/(operations|operationResults)\//;

/** A recorded exchange, and what the double answered to the same request. */
export interface Replayed {
  readonly recorded: ArmExchange;
  readonly own: Answered;
}

/**
 * Sends the recorded requests of one file to the double, in their order. Only subscription, host and the URLs of
 * operations are its own; time moves on where the recording shows that an operation was over.
 */
export async function replay(sandbox: Sandbox, exchanges: readonly ArmExchange[]): Promise<Replayed[]> {
  const replayer = new Replayer(sandbox, await armOf(sandbox));
  sandbox.azure.operations({ ms: STEP_MS });
  await replayer.prepare(exchanges);
  const all: Replayed[] = [];
  for (const recorded of exchanges) all.push({ recorded, own: await replayer.send(recorded) });
  return all;
}

class Replayer {
  readonly #sandbox: Sandbox;
  readonly #arm: Arm;
  #operation = '';
  #location = '';
  #hasGateway = false;

  constructor(sandbox: Sandbox, arm: Arm) {
    this.#sandbox = sandbox;
    this.#arm = arm;
  }

  /** What the recording takes for granted: resource groups, and what it reads before it writes it. */
  async prepare(exchanges: readonly ArmExchange[]): Promise<void> {
    const locations = exchanges.map(({ body }) => Object(body).location).filter(Boolean);
    const location = String(locations[0] ?? 'westus');
    const groups = new Set(
      exchanges.flatMap(
        ({ url }) => /^(\/subscriptions\/[^/]+\/resourceGroups\/[^/?]+)/i.exec(url)?.[1] ?? [],
      ),
    );
    for (const group of groups) {
      const isOf = ({ url }: ArmExchange) => url.toLowerCase().startsWith(`${group}?`.toLowerCase());
      const tags = exchanges.filter(isOf).map(({ body }) => Object(body).tags);
      await this.#arm('PUT', this.#own(group), { location, tags: Object.assign({}, ...tags) });
    }
  }

  async send({ method, url, sent, status, body }: ArmExchange): Promise<Answered> {
    await this.#gateway(sent, body);
    const isOver = status !== 202 && Object(body).status !== 'InProgress';
    const poll = OPERATION.exec(url)?.[1];
    // Whoever does not wait for an operation sees it run.
    if (isOver) await this.#sandbox.clock.advance(STEP_MS);
    const target =
      poll === undefined ? this.#own(url) : poll === 'operations' ? this.#operation : this.#location;
    const answered = await this.#arm(method, target, this.#rewritten(sent));
    this.#operation = answered.headers.get('azure-asyncoperation') ?? this.#operation;
    this.#location = answered.headers.get('location') ?? this.#location;
    return answered;
  }

  /** The recordings leave out how gateways were made: the first exchange that shows one needs it. */
  async #gateway(sent: unknown, body: unknown): Promise<void> {
    const shown = /\/virtualNetworkGateways\/([^"/]+)/i.exec(JSON.stringify(body) ?? '')?.[1];
    if (shown === undefined || this.#hasGateway) return;
    this.#hasGateway = true;
    const vnet = Object(Object(sent).properties).remoteVirtualNetwork?.id ?? Object(body).id;
    const id = `${vnet.replace(/\/virtualNetworks\/.*/, '')}/virtualNetworkGateways/${shown}`;
    const subnet = { id: this.#own(`${vnet}/subnets/GatewaySubnet`) };
    const ipConfigurations = [{ name: 'default', properties: { subnet } }];
    await this.#arm('PUT', this.#own(id), { location: 'westus', properties: { ipConfigurations } });
    await this.#sandbox.clock.advance(STEP_MS);
  }

  #own(url: string): string {
    return url.replace(
      /^\/subscriptions\/[^/?]+/,
      `/subscriptions/${this.#sandbox.azure.defaultSubscriptionId}`,
    );
  }

  #rewritten(sent: unknown): object | undefined {
    if (sent === undefined) return undefined;
    const json = typeof sent === 'string' ? unquoted(sent) : JSON.stringify(sent);
    const text = json.replace(
      /\/subscriptions\/[0-9a-f-]{36}/g,
      `/subscriptions/${this.#sandbox.azure.defaultSubscriptionId}`,
    );
    return JSON.parse(text);
  }
}

/** Older recorders kept a body as Python prints it. */
function unquoted(sent: string): string {
  const json = sent.slice(sent.indexOf('{'), sent.lastIndexOf('}') + 1);
  return json.replace(/\\?'\s*\n\s*b\\?'/g, '').replaceAll("\\'", "'");
}
