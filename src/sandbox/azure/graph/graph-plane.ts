import type { Fate } from '../../fault-effects.js';
import type { Answer, ReceivedRequest } from '../../http-server.js';
import { parsedBody, type Route } from '../../serve.js';
import type { AzureContext } from '../azure-context.js';
import type { Plane } from '../plane.js';
import type { JsonObject } from '../state/records.js';
import { type AccessToken, isFor } from '../tokens/access-token.js';
import {
  type GraphStamp,
  graphFailure,
  graphReplyInstead,
  graphSuccess,
  throttled,
} from './graph-answers.js';
import type { GraphCall } from './graph-call.js';
import { badRequest, denied, GraphError } from './graph-error.js';
import { findRoute, GRAPH_ROUTES, type RouteMatch } from './graph-routes.js';

/** Microsoft Graph v1.0: applications, service principals and what was deleted, in the directory of the token. */
export class GraphPlane implements Plane {
  readonly operations: readonly string[] = GRAPH_ROUTES.map(({ name }) => `graph.${name}`);
  readonly #azure: AzureContext;

  constructor(azure: AzureContext) {
    this.#azure = azure;
  }

  /** Finds the route. Tokens, permissions and parameters are checked when it runs. */
  match(request: ReceivedRequest): Route {
    const match = findRoute(request);
    const stamp = this.#stamp(request);
    return {
      operation: match ? `graph.${match.route.name}` : null,
      run: (fate) => this.#run(request, match, stamp, fate),
      instead: (fault) => graphReplyInstead(fault, stamp),
    };
  }

  #run(request: ReceivedRequest, match: RouteMatch | undefined, stamp: GraphStamp, fate: Fate): Answer {
    try {
      const caller = this.#caller(request);
      if (this.#azure.consistency.throttles()) throw throttled(1);
      if (!match) throw unknownSegment(request);
      const permissions = this.#azure.permissions.of(caller) ?? { arm: [], graph: [] };
      const directory = this.#azure.directories.open(caller.tenantId);
      const query = new URLSearchParams(request.query);
      const call: GraphCall = {
        azure: this.#azure,
        request,
        directory,
        caller,
        permissions,
        key: match.key,
        rest: match.rest,
        query,
        body: bodyOf(request),
        fate,
      };
      return graphSuccess(match.route.run(call), stamp);
    } catch (error) {
      if (error instanceof GraphError) return graphFailure(error, stamp);
      throw error;
    }
  }

  #caller(request: ReceivedRequest): AccessToken {
    const check = this.#azure.tokens.tokenOf(request).primary;
    if (!check.ok) throw invalidToken(TOKEN_FAULTS[check.why]);
    const { token } = check;
    if (!isFor(token, 'graph')) throw invalidToken('Access token validation failure. Invalid audience.');
    const directory = this.#azure.directories.find(token.tenantId);
    const live = directory?.servicePrincipals.has(token.objectId) || directory?.users.has(token.objectId);
    // The token outlives what it stood for; whoever was deleted is nobody.
    if (!live) throw denied();
    return token;
  }

  #stamp(request: ReceivedRequest): GraphStamp {
    const requestId = this.#azure.ids.guid('azure/graph-request');
    const clientRequestId = request.header('client-request-id') ?? requestId;
    return { nowMs: this.#azure.clock.now(), requestId, clientRequestId, origin: request.origin };
  }
}

const TOKEN_FAULTS = {
  missing: 'Access token is empty.',
  invalid: 'CompactToken parsing failed with error code: 80049217',
  expired: 'Lifetime validation failed, the token is expired.',
} as const;

function invalidToken(message: string): GraphError {
  return new GraphError(401, 'InvalidAuthenticationToken', message);
}

function unknownSegment({ path }: ReceivedRequest): GraphError {
  const segment = path.split('/')[2] ?? '';
  return new GraphError(400, 'BadRequest', `Resource not found for the segment '${segment}'.`);
}

function bodyOf({ body }: ReceivedRequest): JsonObject {
  if (body.trim() === '') return {};
  const value = parsedBody(body);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw badRequest(
    'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
  );
}
