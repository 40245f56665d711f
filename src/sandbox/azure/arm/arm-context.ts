import type { Fate } from '../../fault-effects.js';
import type { ReceivedRequest } from '../../http-server.js';
import type { AzureContext } from '../azure-context.js';
import type { AccessToken } from '../tokens/access-token.js';
import type { Notices } from './notices.js';
import type { Operation, Operations } from './operations.js';
import type { Roles } from './rbac/roles.js';
import type { ArmRules } from './rules.js';
import type { ArmWorld } from './state/arm-world.js';
import type { Body } from './wire/body.js';

/** What all routes of ARM work on. */
export interface ArmContext {
  readonly azure: AzureContext;
  readonly world: ArmWorld;
  readonly operations: Operations;
  readonly roles: Roles;
  readonly rules: ArmRules;
  /** Who hears of changes. */
  readonly notices: Notices;
}

/** One request that passed ARM's gateway, or that is about to. */
export interface ArmCall {
  readonly arm: ArmContext;
  readonly request: ReceivedRequest;
  /** The path, unescaped: the id of what is meant, or of the collection or action below it. */
  readonly path: string;
  /** The parts of the path that the route's pattern names. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly apiVersion: string;
  readonly body: Body;
  /** Who asks. */
  readonly caller: AccessToken;
  /** Tokens of other directories, all of them valid. */
  readonly auxiliary: readonly AccessToken[];
  readonly fate: Fate;
}

/** What a route answers. Headers and URLs of operations are added where answers are written. */
export interface ArmResult {
  readonly status: number;
  /** JSON; undefined for none. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The operation that goes on after the answer, and which of its URLs are told. */
  readonly operation?: { readonly of: Operation; readonly tell: readonly ('async' | 'location')[] };
}

/** One method on one kind of path. */
export interface ArmRoute {
  /** `virtualNetworks.put`: what a fault can be put on, behind `arm.`. */
  readonly name: string;
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'PATCH' | 'POST' | 'DELETE';
  /** Case does not matter; `{scope}` stands for any number of segments, every other `{name}` for one. */
  readonly pattern: string;
  /** What the caller must be allowed to do; undefined when anyone with a token may. */
  readonly action?: string | ((call: ArmCall) => string);
  /** Other things that the caller must be allowed to do, on other resources. Checked after `action`. */
  readonly linked?: (call: ArmCall) => readonly LinkedAction[];
  readonly run: (call: ArmCall) => ArmResult;
}

/** A permission on a resource that a request only refers to. */
export interface LinkedAction {
  readonly action: string;
  /** The id of the other resource. */
  readonly on: string;
}
