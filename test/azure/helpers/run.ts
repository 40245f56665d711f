import type { AzureAcceptorOptions } from '../../../src/azure/index.js';
import type { AzureConsistency } from '../../../src/sandbox/azure/consistency.js';
import { Listener, Stage } from './stage.js';

/** Which network a call is about. */
export interface Subject {
  readonly networkId?: string;
  readonly name?: string;
}

/** The name of the connection. */
export const NAME = 'orders';

/** A stage on virtual time with the virtual network `hub` and an active network of Dragonfly. */
export class Run implements AsyncDisposable {
  readonly listener = new Listener();
  readonly #flow: ReturnType<Stage['virtual']>;

  private constructor(
    readonly stage: Stage,
    readonly vnetId: string,
    readonly networkId: string,
  ) {
    this.#flow = stage.virtual();
  }

  static async open(knobs: AzureConsistency = {}, byoc = false): Promise<Run> {
    const stage = await Stage.open({ clock: 'virtual' });
    const vnetId = await stage.vnet();
    const networkId = await stage.network('192.168.0.0/16', byoc ? stage.subscriptionId : undefined);
    stage.sandbox.azure.consistency(knobs);
    stage.sandbox.clearRequests();
    return new Run(stage, vnetId, networkId);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stage[Symbol.asyncDispose]();
  }

  apply(options: Partial<AzureAcceptorOptions> = {}, subject: Subject = {}) {
    return this.#flow.drive(this.#flow.peering.apply(this.#acceptor(options), this.#subject(subject)));
  }

  plan(options: Partial<AzureAcceptorOptions> = {}, subject: Subject = {}) {
    return this.#flow.drive(this.#flow.peering.plan(this.#acceptor(options), this.#subject(subject)));
  }

  destroy(options: Partial<AzureAcceptorOptions> = {}, subject: Subject = {}) {
    return this.#flow.drive(this.#flow.peering.destroy(this.#acceptor(options), this.#subject(subject)));
  }

  /** The writes that the double has seen, tokens apart. */
  writes(): string[] {
    return this.stage.sandbox
      .requests()
      .filter(({ method, path }) => method !== 'GET' && !path.includes('/oauth2/'))
      .map(({ method, path }) => `${method} ${path}`);
  }

  #acceptor(options: Partial<AzureAcceptorOptions>) {
    return this.stage.acceptor({ fetch: this.#flow.fetch, ...options });
  }

  #subject({ networkId = this.networkId, name = NAME }: Subject) {
    return { networkId, name, onEvent: this.listener.onEvent };
  }
}
