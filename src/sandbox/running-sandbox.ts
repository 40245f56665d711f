import { sleep } from '../internal/sleep.js';
import { type Authority, createAuthority } from './certificate.js';
import { createClock, type Scheduler } from './clock.js';
import type { CloudRoutes } from './cloud.js';
import { Clouds } from './clouds.js';
import { type ConnectProxy, startConnectProxy } from './connect-proxy.js';
import { CONTROL_PREFIX, control } from './control.js';
import { Connections } from './dragonfly/connections.js';
import { Datastores } from './dragonfly/datastores.js';
import { Networks } from './dragonfly/networks.js';
import { DragonflyRoutes } from './dragonfly/routes.js';
import { FaultRegistry } from './faults.js';
import { type HttpListener, type ReceivedRequest, type Reply, startHttpServer } from './http-server.js';
import type { ResolvedOptions } from './options.js';
import { Peerings } from './peerings.js';
import { SeededIds } from './random.js';
import { cloudOfHost, REAL_HOSTS } from './real-hosts.js';
import { type LoggedRequest, RequestLog } from './request-log.js';
import { type DatastoreControl, StoreHost } from './resp/store-host.js';
import type { Sandbox } from './sandbox.js';
import { type ServeContext, serve } from './serve.js';
import { emptyWorld, type Provider, snapshotOf, type WorldSnapshot } from './world.js';

/** The doubles of one sandbox put together, and the listener in front of them. What each member does: see `Sandbox`. */
export class RunningSandbox implements Sandbox {
  readonly url: string;
  readonly #doubles: Doubles;
  readonly #listener: HttpListener;
  readonly #cloudListeners: ReadonlyMap<Provider, HttpListener>;
  #proxy: ConnectProxy | undefined;
  #closed: Promise<void> | undefined;

  private constructor(doubles: Doubles, listener: HttpListener, cloudListeners: Map<Provider, HttpListener>) {
    this.#doubles = doubles;
    this.#listener = listener;
    this.#cloudListeners = cloudListeners;
    this.url = this.#urlOf(listener);
  }

  /** Starts listening. */
  static async start(options: ResolvedOptions): Promise<RunningSandbox> {
    const doubles = createDoubles(options);
    const authority = options.tls ? await doubles.authority() : null;
    const tls = async (hosts: readonly string[] = []) =>
      (await authority?.issue(['127.0.0.1'], hosts)) ?? null;
    const listener = await startHttpServer(options.port, await tls(), (request) => sandbox.#handle(request));
    const cloudListeners = new Map<Provider, HttpListener>();
    for (const [provider, { routes }] of doubles.clouds.all()) {
      const handle = (request: ReceivedRequest) => sandbox.#handleCloud(provider, routes, request);
      cloudListeners.set(provider, await startHttpServer(0, await tls(REAL_HOSTS[provider]), handle));
    }
    const sandbox = new RunningSandbox(doubles, listener, cloudListeners);
    if (authority) sandbox.#proxy = await startConnectProxy((host) => sandbox.#portOf(host));
    return sandbox;
  }

  get endpoints() {
    const clouds = this.#doubles.clouds.endpoints((provider) => this.#originOf(provider));
    const proxy = this.#proxy && { proxy: `http://127.0.0.1:${this.#proxy.port}` };
    return { dragonfly: this.url, ...clouds, ...proxy };
  }

  get env() {
    const clouds = this.#doubles.clouds.env((provider) => this.#originOf(provider));
    return { DFCLOUD_BASE_URL: this.url, DFCLOUD_API_KEY: this.apiKey, ...clouds };
  }

  get aws() {
    return this.#doubles.clouds.aws.control;
  }

  get gcp() {
    return this.#doubles.clouds.gcp.control;
  }

  get azure() {
    return this.#doubles.clouds.azure.control;
  }

  get apiKey() {
    return this.#doubles.apiKey;
  }

  get ca() {
    return this.#doubles.ca();
  }

  get clock() {
    return this.#doubles.clock;
  }

  get faults() {
    return this.#doubles.faults;
  }

  requests(): LoggedRequest[] {
    return this.#doubles.log.list();
  }

  clearRequests(): void {
    this.#doubles.log.clear();
  }

  world(): WorldSnapshot {
    return snapshotOf(this.#doubles.world, this.#doubles.clouds.snapshot());
  }

  accept(connectionId: string): void {
    this.#doubles.connections.accept(connectionId);
  }

  revoke(connectionId: string): void {
    this.#doubles.connections.revoke(connectionId);
  }

  fail(connectionId: string, statusDetail: string): void {
    this.#doubles.connections.fail(connectionId, statusDetail);
  }

  datastore(datastoreId: string): DatastoreControl {
    return this.#doubles.stores.control(datastoreId);
  }

  /** The PEM of the CA, which is made when there is none yet. */
  async certificateAuthority(): Promise<string> {
    return (await this.#doubles.authority()).ca;
  }

  refuseConnections(): Promise<void> {
    return this.#listener.refuse();
  }

  acceptConnections(): Promise<void> {
    return this.#listener.resume();
  }

  close(): Promise<void> {
    this.#closed ??= this.#end();
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #end(): Promise<void> {
    this.#doubles.closing.abort();
    this.#doubles.clock.close();
    const listeners = [this.#listener, ...this.#cloudListeners.values()].map((listener) => listener.close());
    await Promise.all([...listeners, this.#proxy?.close(), this.#doubles.stores.closeAll()]);
  }

  #handle(request: ReceivedRequest): Promise<Reply> {
    const { path } = request;
    if (path === CONTROL_PREFIX || path.startsWith(`${CONTROL_PREFIX}/`)) return control(this, request);
    return serve(this.#context(this.#listener), request, this.#doubles.routes.match(request));
  }

  #handleCloud(provider: Provider, routes: CloudRoutes, request: ReceivedRequest): Promise<Reply> {
    return serve(this.#context(this.#listenerOf(provider)), request, routes.match(request));
  }

  #context(listener: HttpListener): ServeContext {
    const { log, faults, clock, options, closing } = this.#doubles;
    return {
      log,
      faults,
      now: () => clock.now(),
      latencyMs: options.latencyMs,
      closing: closing.signal,
      takeDown: (ms) => void this.#takeDown(listener, ms),
    };
  }

  /** Every cloud has one from the start on. */
  #listenerOf(provider: Provider): HttpListener {
    return this.#cloudListeners.get(provider) ?? this.#listener;
  }

  /** Where a real service's host leads to. */
  #portOf(host: string): number | undefined {
    const provider = cloudOfHost(host);
    return provider && this.#listenerOf(provider).port;
  }

  #originOf(provider: Provider): string {
    return this.#urlOf(this.#listenerOf(provider));
  }

  #urlOf(listener: HttpListener): string {
    return `${this.#doubles.options.tls ? 'https' : 'http'}://127.0.0.1:${listener.port}`;
  }

  async #takeDown(listener: HttpListener, ms: number): Promise<void> {
    try {
      await listener.refuse();
      await sleep(ms, this.#doubles.closing.signal);
      await listener.resume();
    } catch (error) {
      if (this.#doubles.closing.signal.aborted) return;
      process.emitWarning(`The sandbox could not listen again: ${String(error)}`, 'SandboxWarning');
    }
  }
}

type Doubles = ReturnType<typeof createDoubles>;

/** Everything behind the listeners. */
function createDoubles(options: ResolvedOptions) {
  const ids = new SeededIds(options.seed);
  const apiKey = options.apiKey ?? `sandbox-${ids.hex('api-key', 32)}`;
  const world = emptyWorld();
  const clock: Scheduler = createClock(options.clock);
  const peerings = new Peerings(world, ids);
  let made: Authority | undefined;
  let making: Promise<Authority> | undefined;
  const authority = () => {
    making ??= createAuthority().then((authority) => {
      made = authority;
      return authority;
    });
    return making;
  };
  const stores = new StoreHost(world, authority);
  const closing = new AbortController();
  const clouds = new Clouds({ ids, clock, peerings, timings: options.timings, closing: closing.signal });
  const context = { ...options, world, clock, ids, peerings, stores };
  const connections = new Connections(context);
  const resources = {
    networks: new Networks(context),
    connections,
    datastores: new Datastores(context),
  };
  const routes = new DragonflyRoutes(apiKey, resources);
  const faults = new FaultRegistry([
    ...routes.operations,
    ...clouds.all().flatMap(([, cloud]) => cloud.routes.operations),
  ]);
  const ca = () => made?.ca ?? null;
  const log = new RequestLog();
  const api = { options, apiKey, world, clock, authority, ca, stores, connections, routes, faults };
  return { ...api, clouds, log, closing };
}
