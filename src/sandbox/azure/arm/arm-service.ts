import type { Fate } from '../../fault-effects.js';
import type { Answer, ReceivedRequest } from '../../http-server.js';
import type { Route } from '../../serve.js';
import type { Plane } from '../plane.js';
import type { ArmCall, ArmContext, ArmResult } from './arm-context.js';
import { admit, authenticate, tenantOf } from './gateway.js';
import { metadataEndpoints } from './metadata.js';
import { paged } from './paging.js';
import { type Match, Router } from './router.js';
import { ARM_ROUTES } from './routes.js';
import { type AnswerParts, failure, replyAfter, replyInstead, success } from './wire/answers.js';
import { ArmError } from './wire/arm-error.js';
import { Body } from './wire/body.js';
import { invalidApiVersion, missingApiVersion, throttled, wrongTenant } from './wire/gateway-errors.js';
import { subscriptionOf, typeOf } from './wire/resource-id.js';

const API_VERSION = /^\d{4}-\d{2}-\d{2}(-[a-z]+)?$/i;

/** Azure Resource Manager: finds the route of a request and takes it through the gateway. */
export class ArmService implements Plane {
  readonly operations: readonly string[];
  readonly #arm: ArmContext;
  readonly #router = new Router(ARM_ROUTES);

  constructor(arm: ArmContext) {
    this.#arm = arm;
    this.operations = this.#router.names.map((name) => `arm.${name}`);
  }

  match(request: ReceivedRequest): Route {
    const path = unescaped(request.path);
    const query = new URLSearchParams(request.query);
    const match = this.#router.find(request.method, path);
    const { azure, operations } = this.#arm;
    const apiVersion = query.get('api-version') ?? '';
    const parts: AnswerParts = { azure, operations, request, apiVersion };
    return {
      operation: match ? `arm.${match.route.name}` : null,
      run: (fate) => this.#run({ request, path, query, match, parts, fate }),
      instead: (fault) => replyInstead(fault, parts),
      after: (fault) => replyAfter(fault, parts),
    };
  }

  #run(asked: Asked): Answer {
    try {
      return success(this.#carryOut(asked), asked.parts);
    } catch (error) {
      if (error instanceof ArmError) return failure(error, asked.parts);
      throw error;
    }
  }

  #carryOut(asked: Asked): ArmResult {
    const { match, path, request } = asked;
    if (/^\/metadata\/endpoints$/i.test(path)) return metadataEndpoints(request.origin);
    const call = this.#authenticated(asked);
    if (!match) throw unknownPath(request.method, path);
    admit(call, match.route);
    return paged(call, match.route.run(call));
  }

  /** The request and who made it: version and subscription come first, so that anybody learns a subscription's tenant. */
  #authenticated({ request, path, query, match, parts, fate }: Asked): ArmCall {
    const arm = this.#arm;
    if (parts.apiVersion === '') throw missingApiVersion();
    if (!API_VERSION.test(parts.apiVersion)) throw invalidApiVersion(parts.apiVersion);
    const tenantId = tenantOf(arm, path);
    const { primary, auxiliary } = arm.azure.tokens.tokenOf(request);
    const caller = authenticate(arm, primary, tenantId);
    const others = auxiliary.map((check) => authenticate(arm, check, tenantId));
    if (tenantId !== undefined && caller.tenantId !== tenantId) throw wrongTenant(caller.tenantId, tenantId);
    if (arm.azure.consistency.throttles()) throw throttled('1');
    const subscriptionId = subscriptionOf(path);
    if (subscriptionId !== undefined) arm.azure.subscriptions.know(subscriptionId);
    return {
      arm,
      request,
      path,
      params: match?.params ?? {},
      query,
      apiVersion: parts.apiVersion,
      body: Body.of(request.body),
      caller,
      auxiliary: others,
      fate,
    };
  }
}

interface Asked {
  readonly request: ReceivedRequest;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly match: Match | undefined;
  readonly parts: AnswerParts;
  readonly fate: Fate;
}

/** Clients escape what need not be escaped, and write slashes twice where a part of the path is empty. */
function unescaped(path: string): string {
  try {
    return decodeURIComponent(path)
      .replace(/\/{2,}/g, '/')
      .replace(/(?!^)\/$/, '');
  } catch {
    return path;
  }
}

function unknownPath(method: string, path: string): ArmError {
  if (!/\/providers\//i.test(path)) {
    const message = `No HTTP resource was found that matches the request URI '${path}'.`;
    return new ArmError('gateway', 404, 'NotFound', message);
  }
  const message = `The sandbox has no ${method} for the resource type '${typeOf(path)}'.`;
  return new ArmError('gateway', 404, 'InvalidResourceType', message);
}
