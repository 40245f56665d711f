import type { Scheduler } from '../clock.js';
import type { Fate } from '../fault-effects.js';
import type { Permissions } from './auth/permissions.js';
import type { Principal, Tokens } from './auth/tokens.js';
import type { GcpConsistencyState } from './consistency.js';
import type { GcpIds } from './gcp-ids.js';
import type { GcpLimitsByProject } from './limits.js';
import type { Operations } from './operations.js';
import type { PeeringLife } from './peering-life.js';
import type { Project, Projects } from './projects.js';
import type { GcpWorld } from './state/gcp-world.js';
import type { Resource } from './state/records.js';
import type { Body } from './wire/body.js';

/** What all actions of the double work on. */
export interface GcpContext {
  readonly world: GcpWorld;
  readonly clock: Scheduler;
  readonly ids: GcpIds;
  readonly projects: Projects;
  readonly tokens: Tokens;
  readonly permissions: Permissions;
  readonly limits: GcpLimitsByProject;
  readonly consistency: GcpConsistencyState;
  readonly operations: Operations;
  readonly peerings: PeeringLife;
}

/** One request, authenticated. */
export interface Call {
  readonly gcp: GcpContext;
  readonly world: GcpWorld;
  readonly principal: Principal;
  /** The project that the path names. */
  readonly project: Project;
  /** A part of the path, by its name in the action's pattern. */
  readonly part: (name: string) => string;
  readonly query: URLSearchParams;
  readonly body: Body;
  /** Whether this request finds an object: not while it is made, and maybe not for a while after that. */
  readonly sees: (resource: Resource) => boolean;
  /** What faults do to what this request makes. */
  readonly fate: Fate;
}
