import { ArmError } from './arm-error.js';
import { resourceGroupOf, typeOf } from './resource-id.js';

/** What ARM and the network provider say in so many words. Recorded, or quoted in public issue threads, unless noted. */

/** A missing top-level resource, told by ARM's gateway. */
export function resourceNotFound(id: string): ArmError {
  const type = typeOf(id);
  const name =
    id
      .split(/\/providers\//i)
      .at(-1)
      ?.split('/')
      .slice(2) ?? [];
  const names = name.filter((_segment, index) => index % 2 === 0).join('/');
  return new ArmError(
    'gateway',
    404,
    'ResourceNotFound',
    `The Resource '${type}/${names}' under resource group '${resourceGroupOf(id) ?? ''}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
  );
}

/** A missing child of a resource that exists, told by the network provider. */
export function childNotFound(id: string): ArmError {
  return new ArmError('network', 404, 'NotFound', `Resource ${id} not found.`);
}

/** A resource group that does not exist. */
export function resourceGroupNotFound(name: string): ArmError {
  return new ArmError(
    'gateway',
    404,
    'ResourceGroupNotFound',
    `Resource group '${name}' could not be found.`,
  );
}

/** A subscription that does not exist, told to anybody. */
export function subscriptionNotFound(id: string): ArmError {
  return new ArmError('gateway', 404, 'SubscriptionNotFound', `The subscription '${id}' could not be found.`);
}

/** A refusal of the network provider. */
export function networkError(status: number, code: string, message: string): ArmError {
  return new ArmError('network', status, code, message);
}

/** Something that a resource names, and that does not exist. The wording is not recorded. */
export function invalidReference(missing: string, by: string): ArmError {
  return networkError(
    400,
    'InvalidResourceReference',
    `Resource ${missing} referenced by resource ${by} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`,
  );
}

/** Another write on the resource has not ended yet. `operationId` names it. */
export function anotherOperation(operationId: string, status: number, retryAfter: string): ArmError {
  return new ArmError(
    'network',
    status,
    'AnotherOperationInProgress',
    `Another operation on this or dependent resource is in progress. To retrieve status of the operation use uri: ${operationId}.`,
    status === 429 ? { headers: { 'Retry-After': retryAfter } } : {},
  );
}

/** A resource that a request refers to is being written. */
export function notProvisioned(resource: string, usedBy: string, operation: string): ArmError {
  return networkError(
    400,
    'ReferencedResourceNotProvisioned',
    `Cannot proceed with operation because resource ${resource} used by resource ${usedBy} is not in Succeeded state. Resource is in Updating state and the last operation that updated/is updating the resource is ${operation}.`,
  );
}

/** `If-Match` named another version. */
export function preconditionFailed(): ArmError {
  return networkError(412, 'PreconditionFailed', 'Precondition failed.');
}
