import type { Scheduler } from '../clock.js';
import type { SandboxTimings } from '../options.js';
import type { SeededIds } from '../random.js';
import type { Consistency } from './consistency.js';
import type { Permissions } from './permissions.js';
import type { Directories } from './state/directories.js';
import type { Subscriptions } from './state/subscriptions.js';
import type { Secrets } from './tokens/secrets.js';
import type { Tokens } from './tokens/tokens.js';

/** What all planes of the double (Entra, Graph, ARM) work on. */
export interface AzureContext {
  readonly ids: SeededIds;
  readonly clock: Scheduler;
  readonly timings: SandboxTimings;
  /** Tenants with their applications, service principals and people. */
  readonly directories: Directories;
  readonly subscriptions: Subscriptions;
  readonly tokens: Tokens;
  readonly secrets: Secrets;
  readonly permissions: Permissions;
  readonly consistency: Consistency;
}
