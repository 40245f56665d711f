import type { Action, Needed } from '../action.js';
import type { Call } from '../gcp-context.js';
import { newResource } from '../state/lifecycle.js';
import type { Other } from '../state/records.js';
import type { Table } from '../state/table.js';
import { checkName, requiredField } from '../wire/errors.js';
import { defined, type Fields } from '../wire/fields.js';
import { GcpError } from '../wire/gcp-error.js';
import { pageOf } from '../wire/list.js';

/** A kind of object of the newer APIs, which live in `locations` and answer in another form than Compute. */
export interface LocationKind {
  /** `vpcaccess.connectors`: what the methods' names begin with. */
  readonly name: string;
  /** `v1` or `v2`. */
  readonly version: string;
  /** `connectors`: their part in paths and lists. */
  readonly collection: string;
  /** The parameter of the query that names a new one: `connectorId`. */
  readonly idParameter: string;
  readonly table: (call: Call) => Table<Other>;
  /** Refuses a location that does not exist. */
  readonly checkLocation: (location: string) => void;
  /** What is kept of a request. */
  readonly read: (call: Call) => Fields;
}

/** list, get, create and delete. They answer at once: an operation of these APIs is done when it is told of. */
export function locationActions(kind: LocationKind): Action[] {
  const { name, version, collection, idParameter } = kind;
  const list = `/${version}/projects/{project}/locations/{location}/${collection}`;
  const item = `${list}/{name}`;
  return [
    {
      name: `${name}.list`,
      method: 'GET',
      path: list,
      query: ['pageSize', 'pageToken', 'filter', 'orderBy', 'showDeleted'],
      needs: (call) => needed(call, kind, 'list'),
      answer: (call) => listed(call, kind),
    },
    {
      name: `${name}.get`,
      method: 'GET',
      path: item,
      needs: (call) => needed(call, kind, 'get'),
      answer: (call) => view(named(call, kind)),
    },
    {
      name: `${name}.create`,
      method: 'POST',
      path: list,
      query: [idParameter, 'requestId', 'validateOnly'],
      needs: (call) => needed(call, kind, 'create'),
      answer: (call) => create(call, kind),
    },
    {
      name: `${name}.delete`,
      method: 'DELETE',
      path: item,
      query: ['requestId'],
      needs: (call) => needed(call, kind, 'delete'),
      answer: (call) => {
        const gone = named(call, kind);
        kind.table(call).remove(gone);
        return operation(call, kind, {});
      },
    },
  ];
}

function listed(call: Call, kind: LocationKind): Fields {
  const here = scope(call, kind);
  const own = kind
    .table(call)
    .all()
    .filter((one) => one.project === call.project.id && one.scope === here);
  return pageOfLocation(call, kind.collection, own.map(view));
}

/** A page of a list; one without anything is `{}` (recorded). The size has another name here than in Compute. */
export function pageOfLocation({ query }: Call, collection: string, items: readonly Fields[]): Fields {
  const asked = new URLSearchParams({
    maxResults: query.get('pageSize') ?? '0',
    pageToken: query.get('pageToken') ?? '',
  });
  const page = pageOf(asked, items);
  return defined({
    [collection]: page.items.length > 0 ? page.items : undefined,
    nextPageToken: page.nextPageToken,
  });
}

function create(call: Call, kind: LocationKind): Fields {
  const name = call.query.get(kind.idParameter);
  if (!name) throw requiredField(kind.idParameter);
  checkName(name, kind.idParameter);
  const at = { project: call.project.id, scope: scope(call, kind), name };
  const table = kind.table(call);
  const made = newResource(call.gcp, table, at, kind.read(call));
  if (table.get(made.path)) throw newerError(409, 'ALREADY_EXISTS', `Resource '${made.path}' already exists`);
  const record = { ...made, phase: 'ready' as const };
  table.add(record);
  return operation(call, kind, view(record));
}

function named(call: Call, kind: LocationKind): Other {
  const table = kind.table(call);
  const path = table.path(call.project.id, scope(call, kind), call.part('name'));
  const record = table.get(path);
  if (record && call.sees(record)) return record;
  throw newerError(404, 'NOT_FOUND', `Resource '${path}' was not found`);
}

/** The whole path is the name here. */
function view({ path, createdAtMs, fields }: Other): Fields {
  return defined({ name: path, createTime: new Date(createdAtMs).toISOString(), ...fields });
}

function operation(call: Call, kind: LocationKind, response: Fields): Fields {
  const name = call.gcp.ids.operationName(call.gcp.clock.now());
  return {
    name: `projects/${call.project.id}/${scope(call, kind)}/operations/${name}`,
    done: true,
    response,
  };
}

function scope(call: Call, kind: LocationKind): string {
  const location = call.part('location');
  kind.checkLocation(location);
  return `locations/${location}`;
}

function needed(call: Call, { name, table }: LocationKind, verb: string): Needed[] {
  const path = `projects/${call.project.id}/locations/${call.part('location')}`;
  const item = call.part('name');
  return [
    { permission: `${name}.${verb}`, path: item === '' ? path : `${path}/${table(call).collection}/${item}` },
  ];
}

/** These APIs have a status, and no list of errors (recorded). */
export function newerError(httpStatus: number, status: string, message: string): GcpError {
  return new GcpError(httpStatus, status, message, { status, withoutList: true });
}
