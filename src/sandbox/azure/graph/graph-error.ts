/** One of the `details` of an error. */
export interface GraphErrorDetail {
  readonly code: string;
  readonly message: string;
  readonly target?: string;
}

/** A refusal of Graph's. */
export class GraphError extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: readonly GraphErrorDetail[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    extras: { details?: readonly GraphErrorDetail[]; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = extras.details ?? [];
    this.headers = extras.headers ?? {};
  }
}

/** No object of that id or key, or none of this kind. */
export function resourceNotFound(id: string): GraphError {
  return new GraphError(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );
}

/** A wrong body or query. */
export function badRequest(message: string, details: readonly GraphErrorDetail[] = []): GraphError {
  return new GraphError(400, 'Request_BadRequest', message, { details });
}

/** A property that the resource does not have. */
export function invalidProperty(name: string): GraphError {
  return badRequest(`Invalid property '${name}'.`);
}

/** A value that the property cannot have. */
export function invalidValue(property: string, resource: string): GraphError {
  return badRequest(`Invalid value specified for property '${property}' of resource '${resource}'.`);
}

/** The caller lacks a permission. */
export function denied(message = 'Insufficient privileges to complete the operation.'): GraphError {
  return new GraphError(403, 'Authorization_RequestDenied', message);
}

/** The directory does not know the application of a new service principal, or not yet. */
export function noBackingApplication(appId: string): GraphError {
  const message = `The appId '${appId}' of the service principal does not reference a valid application object.`;
  return badRequest(message, [{ code: 'NoBackingApplicationObject', message, target: 'appId' }]);
}

/** The caller's permission is good for applications of its own directory only; also said shortly after a creation. */
export function backingApplicationElsewhere(): GraphError {
  return denied(
    'When using this permission, the backing application of the service principal being created must in the local tenant',
  );
}

/** Another object has the same key. */
export function sameKey(message: string): GraphError {
  const details = [{ code: 'ConflictingObjects', message: 'The key value is in use.' }];
  return new GraphError(409, 'Request_MultipleObjectsWithSameKeyValue', message, { details });
}
