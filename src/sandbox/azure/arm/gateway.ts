import { type AccessToken, isFor, type TokenCheck } from '../tokens/access-token.js';
import { GUID } from '../well-known.js';
import type { ArmCall, ArmContext, ArmRoute, LinkedAction } from './arm-context.js';
import { covers } from './rbac/permissions.js';
import { scopeOf } from './router.js';
import { ArmError } from './wire/arm-error.js';
import { resourceGroupNotFound, subscriptionNotFound } from './wire/errors.js';
import * as refusals from './wire/gateway-errors.js';
import { isWithin, nameOf, namespaceOf, resourceGroupOf, subscriptionOf } from './wire/resource-id.js';

/** The tenant that ARM names where no subscription tells one. */
const COMMON = 'common';

/** The tenant of the subscription that a path names; undefined when it names none. */
export function tenantOf(arm: ArmContext, path: string): string | undefined {
  const id = subscriptionOf(path);
  if (id === undefined) return undefined;
  if (!GUID.test(id)) {
    const message = `The provided subscription identifier '${id}' is malformed or invalid.`;
    throw new ArmError('gateway', 400, 'InvalidSubscriptionId', message);
  }
  const subscription = arm.azure.subscriptions.get(id);
  if (!subscription) throw subscriptionNotFound(id);
  return subscription.tenantId;
}

/**
 * Who asks.
 * @throws {ArmError} one of the 401s
 */
export function authenticate(arm: ArmContext, check: TokenCheck, tenantId: string = COMMON): AccessToken {
  if (!check.ok) {
    if (check.why === 'missing') throw refusals.missingToken(tenantId);
    if (check.why === 'expired') throw refusals.expiredToken(tenantId, arm.azure.clock.now());
    throw refusals.invalidToken(tenantId);
  }
  if (!isFor(check.token, 'arm')) throw refusals.wrongAudience(tenantId, check.token.audience);
  return check.token;
}

/**
 * What ARM checks before the resource provider sees a request, in its order: registration, roles, linked resources,
 * policies, locks, resource group.
 * @throws {ArmError}
 */
export function admit(call: ArmCall, route: ArmRoute): void {
  const scope = scopeOf(route, call.path);
  const action = typeof route.action === 'function' ? route.action(call) : route.action;
  const writes = route.method !== 'GET' && route.method !== 'HEAD';
  if (writes) assertRegistered(call);
  if (action !== undefined) authorize(call, action, scope);
  for (const linked of route.linked?.(call) ?? []) authorizeLinked(call, linked, action ?? '');
  if (writes && action !== undefined) {
    assertPolicies(call, action);
    assertUnlocked(call, action, scope);
  }
  assertGroup(call);
}

function assertRegistered({ arm, path }: ArmCall): void {
  const subscriptionId = subscriptionOf(path);
  const namespace = namespaceOf(path);
  if (subscriptionId === undefined || namespace === undefined) return;
  // The provider's own endpoints (register, say) are ARM's and need no registration.
  if (/^\/subscriptions\/[^/]+\/providers\/[^/]+(\/[^/]+)?$/i.test(path)) return;
  const state = arm.world.unregistered.get(`${subscriptionId}/${namespace}`.toLowerCase());
  if (state !== undefined) throw refusals.notRegistered(namespace);
}

function authorize({ arm, caller }: ArmCall, action: string, scope: string): void {
  if (!arm.roles.may(caller, action, scope)) throw refusals.authorizationFailed(caller, action, scope);
  const denial = arm.roles.denial(caller, action, scope);
  if (denial) throw refusals.denied(caller, action, scope, denial.name, denial.guid);
}

/** In the order of Azure's own checks: the other subscription, a token of its directory, then the role there. */
function authorizeLinked(call: ArmCall, { action, on }: LinkedAction, own: string): void {
  const { arm, path, caller, auxiliary } = call;
  const subscriptionId = subscriptionOf(on) ?? '';
  const subscription = arm.azure.subscriptions.get(subscriptionId);
  if (!subscription) throw refusals.linkedSubscription(action, path, subscriptionId);
  const { tenantId } = subscription;
  const token = [caller, ...auxiliary].find((each) => each.tenantId === tenantId);
  if (!token) throw refusals.linkedTenant(action, path, caller.tenantId, subscription.id);
  if (arm.roles.may(token, action, on)) return;
  throw refusals.linkedScope(token, { action: own, scope: path }, { action, scope: on });
}

function assertPolicies({ arm, path }: ArmCall, action: string): void {
  const policy = arm.world.policies.find(
    ({ scope, actions }) => isWithin(scope, path) && actions.some((pattern) => covers(pattern, action)),
  );
  if (policy) throw refusals.disallowedByPolicy(nameOf(path), policy.name, policy.scope);
}

/** Locks are inherited; one that forbids deletion lets everything else pass. */
function assertUnlocked({ arm, path }: ArmCall, action: string, scope: string): void {
  // Who may manage locks may do so although there is one.
  if (/\/locks\//i.test(path)) return;
  const verb = /\/delete$/i.test(action) ? 'delete' : 'write';
  const lock = arm.world.locks.find(
    (each) => isWithin(each.scope, path) && (verb === 'delete' || each.level === 'ReadOnly'),
  );
  if (lock) throw refusals.scopeLocked(verb, scope, lock.scope);
}

/** The group must be there, unless it is what the request makes. */
function assertGroup({ arm, path, request }: ArmCall): void {
  const name = resourceGroupOf(path);
  if (name === undefined) return;
  const group = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+/i.exec(path)?.[0] ?? '';
  if (request.method === 'PUT' && group === path) return;
  if (!arm.world.resourceGroups.get(group)) throw resourceGroupNotFound(name);
}
