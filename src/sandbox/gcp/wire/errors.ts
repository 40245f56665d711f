import { GcpError } from './gcp-error.js';

/** What names of Compute look like: RFC 1035. */
const NAME = /^(?:[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?)$/;
const NAME_RULE = '(?:[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?)';

/** 404, for a resource's path or a project's (recorded). */
export function notFound(path: string): GcpError {
  return new GcpError(404, 'notFound', `The resource '${path}' was not found`);
}

/** 400, while an operation on the resource is under way (recorded). */
export function notReady(path: string): GcpError {
  return new GcpError(400, 'resourceNotReady', `The resource '${path}' is not ready`);
}

/** 409 */
export function alreadyExists(path: string): GcpError {
  return new GcpError(409, 'alreadyExists', `The resource '${path}' already exists`);
}

/** 400; `singular` is the kind's name in such messages, `network` (recorded). */
export function inUse(singular: string, path: string, user: string): GcpError {
  return new GcpError(
    400,
    'resourceInUseByAnotherResource',
    `The ${singular} resource '${path}' is already being used by '${user}'`,
  );
}

/** 400, naming the field: `resource.name`, or a parameter of the query. */
export function invalidValue(field: string, value: unknown, why = ''): GcpError {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const message = `Invalid value for field '${field}': '${text ?? ''}'.${why === '' ? '' : ` ${why}`}`;
  return new GcpError(400, 'invalid', message);
}

/** 400 */
export function requiredField(field: string): GcpError {
  return new GcpError(400, 'required', `Required field '${field}' not specified`);
}

/** Refuses what is no name. */
export function checkName(name: string, field = 'resource.name'): void {
  if (!NAME.test(name)) throw invalidValue(field, name, `Must be a match of regex '${NAME_RULE}'`);
}

/** 403, for a permission that the caller does not have. Compute says it in one way, the newer APIs in another. */
export function forbidden(permission: string, path: string): GcpError {
  const service = permission.split('.')[0] ?? '';
  if (service !== 'compute') return deniedByNewer(service, permission, path);
  return new GcpError(403, 'forbidden', `Required '${permission}' permission for '${path}'`);
}

function deniedByNewer(service: string, permission: string, path: string): GcpError {
  const host = `${service === 'resourcemanager' ? 'cloudresourcemanager' : service}.googleapis.com`;
  const message = `Permission '${permission}' denied on resource '//${host}/${path}' (or it may not exist).`;
  const info = {
    '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
    reason: 'IAM_PERMISSION_DENIED',
    domain: host,
    metadata: { permission, resource: path },
  };
  return new GcpError(403, 'forbidden', message, {
    status: 'PERMISSION_DENIED',
    details: [info],
    withoutList: true,
  });
}

/** 403, for what a project or a network may have. */
export function quotaExceeded(quota: string, limit: number): GcpError {
  return new GcpError(403, 'quotaExceeded', `Quota '${quota}' exceeded.  Limit: ${limit.toFixed(1)}`);
}

/** 403: Compute says this where others say 429. */
export function rateLimitExceeded(): GcpError {
  return new GcpError(403, 'rateLimitExceeded', 'Rate Limit Exceeded', { domain: 'usageLimits' });
}

/** 400, for a name in the body or the query that the method does not have. */
export function unknownName(name: string, where: 'body' | 'query'): GcpError {
  const why =
    where === 'body'
      ? 'Cannot find field.'
      : `Cannot bind query parameter. Field '${name}' could not be found in request message.`;
  return new GcpError(400, 'badRequest', `Invalid JSON payload received. Unknown name "${name}": ${why}`, {
    status: 'INVALID_ARGUMENT',
  });
}
