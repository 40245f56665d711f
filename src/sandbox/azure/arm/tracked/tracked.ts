import type { ArmCall, ArmContext, ArmResult } from '../arm-context.js';
import type { Operation } from '../operations.js';
import type { Tracked } from '../state/records.js';
import { ArmError } from '../wire/arm-error.js';
import type { JsonObject } from '../wire/body.js';
import { preconditionFailed } from '../wire/errors.js';
import { nameOf, subscriptionOf, typeOf } from '../wire/resource-id.js';

/** What every new top-level resource starts with. */
export function newTracked(call: ArmCall): Tracked {
  const { arm, path, body } = call;
  const location = body.text('location')?.toLowerCase().replaceAll(' ', '');
  if (!location) {
    const message = 'The location property is required for this definition.';
    throw new ArmError('gateway', 400, 'LocationRequired', message);
  }
  return {
    id: path,
    name: nameOf(path),
    type: typeOf(path),
    location,
    resourceGuid: arm.azure.ids.guid('azure/resource'),
    tags: body.map('tags'),
    etag: newEtag(arm),
    provisioningState: 'Updating',
  };
}

/** A write on a resource or on a child of it: a new version begins. */
export function touch(arm: ArmContext, resource: Tracked): void {
  resource.etag = newEtag(arm);
}

function newEtag(arm: ArmContext): string {
  return `W/"${arm.azure.ids.guid('azure/etag')}"`;
}

/**
 * `If-Match` and `If-None-Match` against the version that there is.
 * @throws {ArmError} PreconditionFailed
 */
export function checkVersion({ request }: ArmCall, etag: string | undefined): void {
  const wanted = request.header('if-match');
  if (wanted !== undefined && (etag === undefined || (wanted !== '*' && wanted !== etag))) {
    throw preconditionFailed();
  }
  if (request.header('if-none-match') === '*' && etag !== undefined) throw preconditionFailed();
}

/** A top-level resource as it is answered; the order of its fields is Azure's. */
export function trackedView(resource: Tracked, properties: JsonObject): JsonObject {
  const { name, id, etag, type, location, tags, provisioningState, resourceGuid } = resource;
  return {
    name,
    id,
    etag,
    type,
    location,
    ...(tags ? { tags } : {}),
    properties: { provisioningState, resourceGuid, ...properties },
  };
}

/** GET of one resource: only there the version is in a header, too (recorded). */
export function found(body: JsonObject): ArmResult {
  return { status: 200, body, headers: { ETag: String(body.etag) } };
}

/** A list. The sandbox has everything on one page. */
export function list(value: readonly unknown[]): ArmResult {
  return { status: 200, body: { value } };
}

/** What a write goes on with after its answer. */
export interface Write {
  /** The top-level resource that is written, or whose child is. */
  readonly on: Tracked;
  /** The name that error messages give to it. */
  readonly doing: string;
  /** The rest of the work. */
  readonly finish: () => ArmError | undefined;
}

/** PUT: 201 for what is new, 200 for what was there; the operation's URL, and no `Location` (recorded). */
export function writing(call: ArmCall, created: boolean, body: JsonObject, write: Write): ArmResult {
  const operation = begin(call, 'write', write);
  return { status: created ? 201 : 200, body, operation: { of: operation, tell: ['async'] } };
}

/** DELETE: 202 without a body, with both URLs (recorded). */
export function deleting(call: ArmCall, write: Write): ArmResult {
  const operation = begin(call, 'delete', write);
  return { status: 202, operation: { of: operation, tell: ['async', 'location'] } };
}

/** DELETE of what is not there. */
export const NOTHING_DELETED: ArmResult = { status: 204 };

function begin(call: ArmCall, kind: 'write' | 'delete', { on, doing, finish }: Write): Operation {
  const { arm, path } = call;
  return arm.operations.start({
    subscriptionId: subscriptionOf(path) ?? '',
    location: on.location,
    doing,
    kind,
    on: on.id,
    finish,
  });
}

/** True when a version of the API has what another one brought. Versions are dates. */
export function since(apiVersion: string, date: string): boolean {
  return apiVersion.slice(0, 10) >= date;
}
