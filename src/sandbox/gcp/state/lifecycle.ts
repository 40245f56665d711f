import type { OperationTarget, Started } from '../action.js';
import type { Call, GcpContext } from '../gcp-context.js';
import { alreadyExists, checkName, inUse, notFound, notReady } from '../wire/errors.js';
import { defined, type Fields } from '../wire/fields.js';
import { linkOf, timeText } from '../wire/links.js';
import type { Resource } from './records.js';
import type { Table } from './table.js';

/** The place and identity of a new object, which is not ready yet. */
export function newResource<F extends object>(
  { ids, clock }: Pick<GcpContext, 'ids' | 'clock'>,
  table: { path(project: string, scope: string, name: string): string },
  at: { readonly project: string; readonly scope: string; readonly name: string },
  fields: F,
): Resource<F> {
  const path = table.path(at.project, at.scope, at.name);
  return { ...at, path, id: ids.resource(), createdAtMs: clock.now(), phase: 'creating', fields };
}

/**
 * Makes an object: its name is taken at once, readers see it when the operation is done.
 * @throws {GcpError} 400 for an illegal name, 409 for one that is taken
 */
export function inserting<R extends Resource>(
  call: Call,
  table: Table<R>,
  record: R,
  more: {
    readonly operationType?: string;
    /** What can only be found out while it is made; a `GcpError` becomes the operation's. */
    readonly check?: () => void;
    /** What is made with it. */
    readonly after?: () => void;
  } = {},
): Started {
  checkName(record.name);
  if (table.get(record.path)) throw alreadyExists(record.path);
  table.add(record);
  return {
    operationType: more.operationType ?? 'insert',
    target: record,
    finish: () => {
      more.check?.();
      more.after?.();
      becomesReady(call, record);
    },
    undo: () => table.remove(record),
  };
}

/**
 * Deletes an object. What still uses it makes the operation fail, not the request (recorded).
 * @throws {GcpError} 400 when another change is under way
 */
export function deleting<R extends Resource>(
  table: Table<R>,
  record: R,
  more: {
    readonly operationType?: string;
    /** The path of something that still needs it. */
    readonly user?: () => string | undefined;
    readonly after?: () => void;
  } = {},
): Started {
  checkReady(record);
  record.phase = 'deleting';
  return {
    operationType: more.operationType ?? 'delete',
    target: record,
    finish: () => {
      const user = more.user?.();
      if (user !== undefined) throw inUse(table.singular, record.path, user);
      more.after?.();
      table.remove(record);
    },
    undo: () => {
      record.phase = 'ready';
    },
  };
}

/** Changes an object's fields when the operation is done. */
export function changing<F extends object>(
  record: Resource<F>,
  operationType: string,
  change: (fields: F) => F,
): Started {
  checkReady(record);
  return {
    operationType,
    target: target(record),
    finish: () => {
      record.fields = change(record.fields);
    },
  };
}

/** From now on readers find it, as soon as consistency allows. */
export function becomesReady({ gcp, fate }: Pick<Call, 'gcp' | 'fate'>, record: Resource): void {
  record.phase = 'ready';
  gcp.consistency.made(record.path, fate.hiddenMs);
}

/**
 * The object of this path.
 * @throws {GcpError} 404
 */
export function found<R extends Resource>(
  call: { readonly sees: (resource: R) => boolean },
  table: { get(path: string): R | undefined },
  path: string,
): R {
  const record = table.get(path);
  if (record && call.sees(record)) return record;
  throw notFound(path);
}

/**
 * The object of this path, for a change.
 * @throws {GcpError} 404, or 400 while it is made or deleted
 */
export function foundReady<R extends Resource>(
  call: { readonly sees: (resource: R) => boolean },
  table: { get(path: string): R | undefined },
  path: string,
): R {
  const record = table.get(path);
  if (record) checkReady(record);
  return found(call, table, path);
}

/** Refuses what another change is under way on. */
export function checkReady({ phase, path }: Resource): void {
  if (phase !== 'ready') throw notReady(path);
}

/** What all objects show; `more` stands after it. */
export function resourceView(table: { readonly kind: string }, record: Resource, more: Fields = {}): Fields {
  const [kind, place] = record.scope.split('/');
  return defined({
    kind: table.kind,
    id: record.id,
    creationTimestamp: timeText(record.createdAtMs),
    name: record.name,
    ...record.fields,
    selfLink: linkOf(record.path),
    region: kind === 'regions' ? linkOf(`projects/${record.project}/regions/${place}`) : undefined,
    zone: kind === 'zones' ? linkOf(`projects/${record.project}/zones/${place}`) : undefined,
    ...more,
  });
}

function target({ path, id }: Resource): OperationTarget {
  return { path, id };
}
