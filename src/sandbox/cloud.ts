import type { Scheduler } from './clock.js';
import type { ReceivedRequest } from './http-server.js';
import type { SandboxTimings } from './options.js';
import type { Peerings } from './peerings.js';
import type { SeededIds } from './random.js';
import type { Route } from './serve.js';

/** What the double of a cloud takes from the sandbox that it is part of. */
export interface CloudParts {
  /** Where ids and secrets come from. */
  readonly ids: SeededIds;
  /** What makes things change with time. */
  readonly clock: Scheduler;
  /** Where the double meets Dragonfly's: it joins here. */
  readonly peerings: Peerings;
  /** How long things take. */
  readonly timings: SandboxTimings;
  /** Aborted when the sandbox closes: a request that waits must end then. */
  readonly closing: AbortSignal;
}

/** What a cloud's listener asks. */
export interface CloudRoutes {
  /** `ec2.DescribeVpcs` and the like: what a fault can be put on. */
  readonly operations: readonly string[];
  /** Finds what a request wants. Credentials, permissions and parameters are checked when it runs. */
  match(request: ReceivedRequest): Route;
}

/** The double of one cloud: a listener of its own leads to its routes. */
export interface CloudDouble {
  /** What its listener asks. */
  readonly routes: CloudRoutes;
  /** The base URLs of its services, by their names in `sandbox.endpoints`; `origin` is its listener's. */
  endpoints(origin: string): Readonly<Record<string, string>>;
  /** The environment variables with which clients find it. */
  env(origin: string): Readonly<Record<string, string>>;
  /** Everything that exists in it, as plain JSON without secrets. */
  snapshot(): object;
}
