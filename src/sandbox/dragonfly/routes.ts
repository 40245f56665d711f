import type { WireDatastore } from '../../resources/wire.js';
import type { Fate } from '../fault-effects.js';
import { type Answer, json, type ReceivedRequest } from '../http-server.js';
import { parsedBody, type Route } from '../serve.js';
import { ApiProblem } from './api-problem.js';
import type { Connections } from './connections.js';
import type { Datastores } from './datastores.js';
import type { Networks } from './networks.js';

/** The resources that the routes lead to. */
export interface DragonflyResources {
  /** /v1/networks */
  readonly networks: Networks;
  /** /v1/connections */
  readonly connections: Connections;
  /** /v1/datastores */
  readonly datastores: Datastores;
}

interface Call {
  readonly id: string;
  readonly body: unknown;
  readonly fate: Fate;
}

interface Entry {
  readonly operation: string;
  readonly method: string;
  readonly path: RegExp;
  readonly run: (call: Call) => Answer | Promise<Answer>;
}

const ok = (value: unknown): Answer => json(200, value);

/** What the vendor answers to a DELETE is not documented; its own client ignores the body. */
const deleted: Answer = { status: 200, body: '' };

/** The API's routes. */
export class DragonflyRoutes {
  /** `networks.create` and so on: what a fault can be put on. */
  readonly operations: readonly string[];
  readonly #apiKey: string;
  readonly #entries: readonly Entry[];

  constructor(apiKey: string, { networks, connections, datastores }: DragonflyResources) {
    this.#apiKey = apiKey;
    this.#entries = [
      ...resource('networks', networks),
      entry('networks.update', 'PUT', 'networks/ID', ({ id, body }) => ok(networks.update(id, body))),
      ...resource('connections', connections),
      ...resource('datastores', datastores),
      entry('datastores.update', 'PUT', 'datastores/ID', ({ id, body }) => ok(datastores.update(id, body))),
      entry('metrics.get', 'GET', 'metrics', () => metrics(datastores.list())),
    ];
    this.operations = this.#entries.map(({ operation }) => operation);
  }

  /** Finds the route of a request. Authentication and the body are checked when it runs. */
  match(request: ReceivedRequest): Route {
    for (const { operation, method, path, run } of this.#entries) {
      const match = method === request.method && path.exec(request.path);
      if (!match) continue;
      return {
        operation,
        run: (fate) => this.#run(request, match[1] ?? '', (call) => run({ ...call, fate })),
      };
    }
    const { method, path } = request;
    const error = `no route ${method} ${path}; this API has ${this.operations.join(', ')}`;
    return { operation: null, run: () => json(404, { error }) };
  }

  async #run(
    request: ReceivedRequest,
    escapedId: string,
    run: (call: Omit<Call, 'fate'>) => Answer | Promise<Answer>,
  ): Promise<Answer> {
    try {
      if (request.header('authorization') !== `Bearer ${this.#apiKey}`) {
        throw new ApiProblem(401, 'missing or invalid API key');
      }
      return await run({ id: unescaped(escapedId), body: bodyOf(request) });
    } catch (error) {
      if (error instanceof ApiProblem) return json(error.status, { error: error.message });
      throw error;
    }
  }
}

interface Resource {
  create(body: unknown, fate: Fate): unknown;
  list(): unknown[];
  get(id: string): unknown;
  delete(id: string): void;
}

/** A Prometheus text with one gauge, enough to see that the key was taken. */
function metrics(datastores: readonly WireDatastore[]): Answer {
  const samples = datastores.map(({ datastore_id: id, status }) => {
    return `dragonfly_up{datastore_id="${id}"} ${status === 'active' ? 1 : 0}\n`;
  });
  const body = `# TYPE dragonfly_up gauge\n${samples.join('')}`;
  return { status: 200, headers: { 'content-type': 'text/plain; version=0.0.4' }, body };
}

/** What all resources have in common. */
function resource(name: string, instance: Resource): Entry[] {
  return [
    entry(`${name}.create`, 'POST', name, ({ body, fate }) => ok(instance.create(body, fate))),
    entry(`${name}.list`, 'GET', name, () => ok(instance.list())),
    entry(`${name}.get`, 'GET', `${name}/ID`, ({ id }) => ok(instance.get(id))),
    entry(`${name}.delete`, 'DELETE', `${name}/ID`, ({ id }) => {
      instance.delete(id);
      return deleted;
    }),
  ];
}

function entry(operation: string, method: string, path: string, run: Entry['run']): Entry {
  return { operation, method, path: new RegExp(`^/v1/${path.replace('ID', '([^/]+)')}$`), run };
}

function bodyOf(request: ReceivedRequest): unknown {
  if (request.method !== 'POST' && request.method !== 'PUT') return undefined;
  const body = parsedBody(request.body);
  if (body === undefined) throw new ApiProblem(400, 'the body is not valid JSON');
  return body;
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ApiProblem(400, `the path has a broken escape: ${text}`);
  }
}
