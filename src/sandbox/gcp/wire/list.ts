import { invalidValue } from './errors.js';
import { defined, type Fields } from './fields.js';
import { parseFilter } from './filter.js';
import { linkOf } from './links.js';

/** One page of things, and the token of the next; '' for none. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextPageToken: string | undefined;
}

const MOST_RESULTS = 500;

/**
 * The answer of a list: filtered, ordered, in pages. A list without items has no `items` (recorded).
 * @throws {GcpError} 400
 */
export function listAnswer(
  query: URLSearchParams,
  { kind, path, items }: { readonly kind: string; readonly path: string; readonly items: readonly Fields[] },
): Fields {
  const page = pageOf(query, ordered(query, filtered(query, items)));
  return defined({
    kind,
    id: path,
    items: page.items.length > 0 ? page.items : undefined,
    nextPageToken: page.nextPageToken,
    selfLink: linkOf(path),
  });
}

/** Those that the query's filter lets through. */
export function filtered(query: URLSearchParams, items: readonly Fields[]): readonly Fields[] {
  const filter = query.get('filter');
  return filter ? items.filter(parseFilter(filter)) : items;
}

/** The part of a list that the query asks for. */
export function pageOf<T>(query: URLSearchParams, items: readonly T[]): Page<T> {
  const size = pageSize(query.get('maxResults'));
  const from = pageStart(query.get('pageToken'));
  const end = from + size;
  return {
    items: items.slice(from, end),
    nextPageToken: end < items.length ? Buffer.from(`page/${end}`).toString('base64url') : undefined,
  };
}

function pageSize(text: string | null): number {
  if (text === null) return MOST_RESULTS;
  const size = Number(text);
  if (!/^\d+$/.test(text) || size > MOST_RESULTS) {
    throw invalidValue('maxResults', text, `Must be between 0 and ${MOST_RESULTS}, inclusive`);
  }
  return size === 0 ? MOST_RESULTS : size;
}

function pageStart(token: string | null): number {
  if (token === null || token === '') return 0;
  const start = /^page\/(\d+)$/.exec(Buffer.from(token, 'base64url').toString())?.[1];
  if (start === undefined) throw invalidValue('pageToken', token, 'Invalid page token');
  return Number(start);
}

/** By name, or the newest first: the two orders that Compute has. */
function ordered(query: URLSearchParams, items: readonly Fields[]): Fields[] {
  const order = query.get('orderBy') ?? 'name';
  if (order === 'creationTimestamp desc') return [...items].sort(by('creationTimestamp')).reverse();
  if (order !== 'name' && order !== '')
    throw invalidValue('orderBy', order, 'Invalid list order expression.');
  return [...items].sort(by('name'));
}

function by(field: string): (a: Fields, b: Fields) => number {
  return (a, b) => {
    const [left, right] = [String(a[field] ?? ''), String(b[field] ?? '')];
    return left < right ? -1 : Number(left > right);
  };
}
