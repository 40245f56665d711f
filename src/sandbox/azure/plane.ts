import type { ReceivedRequest } from '../http-server.js';
import type { Route } from '../serve.js';

/** One of the three services behind the double's address. */
export interface Plane {
  /** `graph.applications.list` and the like: what a fault can be put on. */
  readonly operations: readonly string[];
  /** Finds what a request wants. Tokens, permissions and parameters are checked when it runs. */
  match(request: ReceivedRequest): Route;
}

/** The planes by name. */
export type PlaneName = 'entra' | 'graph' | 'arm';
