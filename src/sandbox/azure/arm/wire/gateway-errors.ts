import type { AccessToken } from '../../tokens/access-token.js';
import { ArmError } from './arm-error.js';

/** Where the tenant of a subscription is told: clients read it from here, without a token. */
function challenge(tenantId: string, error: string, description: string): Readonly<Record<string, string>> {
  const authority = `https://login.windows.net/${tenantId}`;
  return {
    'WWW-Authenticate': `Bearer authorization_uri="${authority}", error="${error}", error_description="${description}"`,
  };
}

/** No token at all. */
export function missingToken(tenantId: string): ArmError {
  const message = "Authentication failed. The 'Authorization' header is missing.";
  const description = "The authentication failed because of missing 'Authorization' header.";
  const headers = challenge(tenantId, 'invalid_token', description);
  return new ArmError('gateway', 401, 'AuthenticationFailed', message, { headers });
}

/** A text that is no token of this cloud, in `Authorization` or among the auxiliary ones. */
export function invalidToken(tenantId: string): ArmError {
  const headers = challenge(tenantId, 'invalid_token', 'The access token is invalid.');
  const message = 'The access token is invalid.';
  return new ArmError('gateway', 401, 'InvalidAuthenticationToken', message, { headers });
}

/** A token whose time is over. */
export function expiredToken(tenantId: string, nowMs: number): ArmError {
  const message = `The access token expiry UTC time is earlier than current UTC time '${new Date(nowMs).toUTCString()}'.`;
  const headers = challenge(tenantId, 'invalid_token', 'The access token is expired.');
  return new ArmError('gateway', 401, 'ExpiredAuthenticationToken', message, { headers });
}

/** A token for Graph, say. */
export function wrongAudience(tenantId: string, audience: string): ArmError {
  const message = `The access token has been obtained for wrong audience or resource '${audience}'. It should exactly match with one of the allowed audiences 'https://management.core.windows.net/','https://management.core.windows.net','https://management.azure.com/','https://management.azure.com'.`;
  const headers = challenge(
    tenantId,
    'invalid_token',
    'The access token has been obtained from wrong audience.',
  );
  return new ArmError('gateway', 401, 'InvalidAuthenticationTokenAudience', message, { headers });
}

/** A good token of another directory than the subscription's. */
export function wrongTenant(given: string, expected: string): ArmError {
  const message = `The access token is from the wrong issuer 'https://sts.windows.net/${given}/'. It must match the tenant 'https://sts.windows.net/${expected}/' associated with this subscription. Please use the authority (URL) 'https://login.windows.net/${expected}' to get the token. Note, if the subscription is transferred to another tenant there is no impact to the services, but information about new tenant could take time to propagate (up to an hour). If you just transferred your subscription and see this error message, please try back later.`;
  const description =
    'The access token is from the wrong issuer. It must match the tenant associated with this subscription.';
  const headers = challenge(expected, 'invalid_token', description);
  return new ArmError('gateway', 401, 'InvalidAuthenticationTokenTenant', message, { headers });
}

/** The caller has no role that allows this there. */
export function authorizationFailed(caller: AccessToken, action: string, scope: string): ArmError {
  const message = `${client(caller)} does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`;
  return new ArmError('gateway', 403, 'AuthorizationFailed', message);
}

/** A deny assignment forbids it, whatever roles allow. The wording is not recorded. */
export function denied(
  caller: AccessToken,
  action: string,
  scope: string,
  name: string,
  guid: string,
): ArmError {
  const message = `${client(caller)} has permission to perform action '${action}' on scope '${scope}'; however, the access is denied because of the deny assignment with name '${name}' and Id '${guid.replaceAll('-', '')}' at scope '${scope}'.`;
  return new ArmError('gateway', 403, 'DenyAssignmentAuthorizationFailed', message);
}

/** What a request refers to lies in a subscription of another directory, and no token of that directory came along. */
export function linkedTenant(
  action: string,
  scope: string,
  tenantId: string,
  subscriptionId: string,
): ArmError {
  const message = `The client has permission to perform action '${action}' on scope '${scope}', however the current tenant '${tenantId}' is not authorized to access linked subscription '${subscriptionId}'.`;
  return new ArmError('gateway', 403, 'LinkedAuthorizationFailed', message);
}

/** What a request refers to lies in a subscription that does not exist. */
export function linkedSubscription(action: string, scope: string, subscriptionId: string): ArmError {
  const message = `The client has permission to perform action '${action}' on scope '${scope}', however the linked subscription '${subscriptionId}' was not found. `;
  return new ArmError('gateway', 403, 'LinkedAuthorizationFailed', message);
}

/** The caller has no role that allows this on what the request refers to. */
export function linkedScope(
  caller: AccessToken,
  on: { readonly action: string; readonly scope: string },
  linked: { readonly action: string; readonly scope: string },
): ArmError {
  const message = `${client(caller)} has permission to perform action '${on.action}' on scope '${on.scope}'; however, it does not have permission to perform action(s) '${linked.action}' on the linked scope(s) '${linked.scope}' (respectively) or the linked scope(s) are invalid.`;
  return new ArmError('gateway', 403, 'LinkedAuthorizationFailed', message);
}

/** A request without `api-version`. */
export function missingApiVersion(): ArmError {
  const message = 'The api-version query parameter (?api-version=) is required for all requests.';
  return new ArmError('gateway', 400, 'MissingApiVersionParameter', message);
}

/** An `api-version` that is no date. The wording is not recorded. */
export function invalidApiVersion(given: string): ArmError {
  const message = `The api-version '${given}' is invalid. It must be a date, such as 2025-05-01.`;
  return new ArmError('gateway', 400, 'InvalidApiVersionParameter', message);
}

/** The subscription does not use this resource provider yet. */
export function notRegistered(namespace: string): ArmError {
  const message = `The subscription is not registered to use namespace '${namespace}'. See https://aka.ms/rps-not-found for how to register subscriptions.`;
  const code = 'MissingSubscriptionRegistration';
  const details = [{ code, target: namespace, message }];
  return new ArmError('gateway', 409, code, message, { details });
}

/** A lock forbids it. */
export function scopeLocked(verb: 'write' | 'delete', scope: string, locked: string): ArmError {
  const message = `The scope '${scope}' cannot perform ${verb} operation because following scope(s) are locked: '${locked}'. Please remove the lock and try again.`;
  return new ArmError('gateway', 409, 'ScopeLocked', message);
}

/** A policy of the customer's organisation refuses the write. */
export function disallowedByPolicy(name: string, policy: string, policyScope: string): ArmError {
  const definition = `/providers/Microsoft.Authorization/policyDefinitions/${policy}`;
  const assignment = `${policyScope}/providers/Microsoft.Authorization/policyAssignments/${policy}`;
  const identifiers = [
    {
      policyAssignment: { name: policy, id: assignment },
      policyDefinition: { name: policy, id: definition },
    },
  ];
  const message = `Resource '${name}' was disallowed by policy. Policy identifiers: '${JSON.stringify(identifiers)}'.`;
  const info = {
    policyDefinitionDisplayName: policy,
    policyDefinitionId: definition,
    policyDefinitionEffect: 'deny',
    policyAssignmentName: policy,
    policyAssignmentId: assignment,
    policyAssignmentScope: policyScope,
  };
  const additionalInfo = [{ type: 'PolicyViolation', info }];
  return new ArmError('gateway', 403, 'RequestDisallowedByPolicy', message, { target: name, additionalInfo });
}

/** Too many requests. */
export function throttled(retryAfter: string): ArmError {
  const message = 'The request is being throttled as the limit has been reached for operation type.';
  return new ArmError('gateway', 429, 'TooManyRequests', message, { headers: { 'Retry-After': retryAfter } });
}

function client({ appId, objectId }: AccessToken): string {
  return `The client '${appId}' with object id '${objectId}'`;
}
