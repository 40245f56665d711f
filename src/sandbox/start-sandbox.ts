import { createClock } from './clock.js';
import { Connections } from './dragonfly/connections.js';
import type { DragonflyContext } from './dragonfly/context.js';
import { Networks } from './dragonfly/networks.js';
import { DragonflyRoutes } from './dragonfly/routes.js';
import { FaultRegistry } from './faults.js';
import { startHttpServer } from './http-server.js';
import { resolveOptions, type SandboxOptions } from './options.js';
import { Peerings } from './peerings.js';
import { SeededIds } from './random.js';
import { RequestLog } from './request-log.js';
import type { Sandbox } from './sandbox.js';
import { serve } from './serve.js';
import { emptyWorld, snapshotOf } from './world.js';

/**
 * Starts a double of Dragonfly Cloud on 127.0.0.1. Close it with `close()`, or `await using` where the language has it.
 * @throws {SandboxError} `invalid_option`, `port_taken`
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const resolved = resolveOptions(options);
  const ids = new SeededIds(resolved.seed);
  const apiKey = resolved.apiKey ?? `sandbox-${ids.hex('api-key', 32)}`;
  const world = emptyWorld();
  const clock = createClock(resolved.clock);
  const peerings = new Peerings(world, ids);
  const context: DragonflyContext = {
    ...resolved,
    world,
    clock,
    ids,
    peerings,
    stores: { close: async () => undefined },
  };
  const networks = new Networks(context);
  const connections = new Connections(context);
  const routes = new DragonflyRoutes(apiKey, { networks, connections });
  const faults = new FaultRegistry(routes.operations);
  const log = new RequestLog();
  const closing = new AbortController();
  const serveContext = {
    log,
    faults,
    now: () => clock.now(),
    latencyMs: resolved.latencyMs,
    closing: closing.signal,
    takeDown: () => undefined,
  };
  const listener = await startHttpServer(resolved.port, null, (request) =>
    serve(serveContext, request, routes.match(request)),
  );
  const url = `http://127.0.0.1:${listener.port}`;
  const close = async () => {
    closing.abort();
    clock.close();
    await listener.refuse();
  };
  return {
    url,
    endpoints: { dragonfly: url },
    env: { DFCLOUD_BASE_URL: url, DFCLOUD_API_KEY: apiKey },
    apiKey,
    ca: null,
    clock,
    faults,
    requests: () => log.list(),
    clearRequests: () => log.clear(),
    world: () => snapshotOf(world),
    accept: (id) => connections.accept(id),
    revoke: (id) => connections.revoke(id),
    fail: (id, statusDetail) => connections.fail(id, statusDetail),
    refuseConnections: () => listener.refuse(),
    acceptConnections: () => listener.resume(),
    close,
    [Symbol.asyncDispose]: close,
  };
}
