import type { CloudRoutes } from '../cloud.js';
import type { ReceivedRequest } from '../http-server.js';
import type { Route } from '../serve.js';
import type { Plane, PlaneName } from './plane.js';

/** The hosts of the real services. */
export const AZURE_HOSTS: Readonly<Record<string, PlaneName>> = {
  'login.microsoftonline.com': 'entra',
  'login.windows.net': 'entra',
  'sts.windows.net': 'entra',
  'graph.microsoft.com': 'graph',
  'management.azure.com': 'arm',
};

const ENTRA_PATH = /^\/[^/]+\/(?:v2\.0\/)?(?:oauth2|\.well-known|discovery)(?:\/|$)/i;
const GRAPH_PATH = /^\/(?:v1\.0|beta)(?:\/|$)/i;

/** Entra, Graph and ARM behind one address: told apart by the host that the client knows, or else by the path. */
export class AzureRoutes implements CloudRoutes {
  readonly operations: readonly string[];
  readonly #planes: Readonly<Record<PlaneName, Plane>>;

  constructor(planes: Readonly<Record<PlaneName, Plane>>) {
    this.#planes = planes;
    this.operations = Object.values(planes).flatMap((plane) => plane.operations);
  }

  /** The route of the plane that is meant; whether a request carried an auxiliary token is noted in the log. */
  match(request: ReceivedRequest): Route {
    const route = this.#planes[planeOf(request)].match(request);
    const auxiliaryToken = request.header('x-ms-authorization-auxiliary') !== undefined;
    return { ...route, note: { ...route.note, auxiliaryToken } };
  }
}

/** The plane that a request is for. */
export function planeOf(request: Pick<ReceivedRequest, 'header' | 'path'>): PlaneName {
  const host = (request.header('host') ?? '').replace(/:\d+$/, '').toLowerCase();
  const named = AZURE_HOSTS[host];
  if (named) return named;
  if (ENTRA_PATH.test(request.path)) return 'entra';
  return GRAPH_PATH.test(request.path) ? 'graph' : 'arm';
}
