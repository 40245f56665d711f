import type { JsonObject } from '../state/records.js';
import { parseFilter } from './filter.js';
import type { GraphCall, GraphResult } from './graph-call.js';
import { GraphError } from './graph-error.js';

/** Objects on a page when the client does not say, and at most. */
const DEFAULT_PAGE = 100;
const LARGEST_PAGE = 999;

/** What a list is made of. */
interface Listed {
  readonly id: string;
  readonly view: JsonObject;
}

/**
 * A page of a list: `$filter`, `$select`, `$top`, and the link to the next page. What lists do not show yet is left out.
 * @throws {GraphError} 400
 */
export function page(call: GraphCall, context: string, objects: readonly Listed[]): GraphResult {
  const { query, azure } = call;
  const known = Object.keys(objects[0]?.view ?? {});
  const filter = query.get('$filter');
  const passes = filter === null || objects.length === 0 ? () => true : parseFilter(filter, known);
  const found = objects
    .filter(({ view }) => passes(view))
    .filter(({ id }) => !azure.consistency.lags('graphList', id));
  const start = offset(query.get('$skiptoken'));
  const size = pageSize(query.get('$top'));
  const shown = found.slice(start, start + size).map(({ view }) => selected(view, query.get('$select')));
  const more = start + size < found.length ? { '@odata.nextLink': nextLink(call, start + size) } : {};
  const count = query.get('$count') === 'true' ? { '@odata.count': found.length } : {};
  return { status: 200, context, body: { ...count, ...more, value: shown } };
}

/**
 * Only the properties that the client wants.
 * @throws {GraphError} 400
 */
export function selected(view: JsonObject, select: string | null): JsonObject {
  if (select === null || select === '') return view;
  const names = select.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !(name in view));
  if (unknown !== undefined) {
    throw new GraphError(400, 'BadRequest', `Could not find a property named '${unknown}'.`);
  }
  return Object.fromEntries(Object.entries(view).filter(([name]) => names.includes(name)));
}

function nextLink({ request, query }: GraphCall, start: number): string {
  const rest = [...query].filter(([name]) => name !== '$skiptoken');
  const next = new URLSearchParams([...rest, ['$skiptoken', token(start)]]);
  return `${request.origin}${request.path}?${next}`;
}

function pageSize(top: string | null): number {
  if (top === null) return DEFAULT_PAGE;
  const size = Number(top);
  if (Number.isSafeInteger(size) && size >= 1 && size <= LARGEST_PAGE) return size;
  throw new GraphError(
    400,
    'Request_BadRequest',
    `Invalid page size specified: '${top}'. Must be between 1 and 999 inclusive.`,
  );
}

function token(start: number): string {
  return Buffer.from(`sandbox-${start}`).toString('base64url');
}

function offset(skipToken: string | null): number {
  if (skipToken === null) return 0;
  const [, start] = /^sandbox-(\d+)$/.exec(Buffer.from(skipToken, 'base64url').toString('utf8')) ?? [];
  if (start !== undefined) return Number(start);
  throw new GraphError(
    400,
    'Directory_ExpiredPageToken',
    'The specified page token value has expired and can no longer be included in your request.',
  );
}
