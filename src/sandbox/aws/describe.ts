import type { Call } from './aws-context.js';
import type { Owned } from './state/records.js';
import type { Table } from './state/table.js';
import { Ec2Error } from './wire/ec2-error.js';
import { invalidCombination, invalidValue, wireName } from './wire/errors.js';
import { wildcard } from './wire/wildcard.js';
import type { XmlObject } from './wire/xml.js';

/** What an object has under a filter's name. A filter fits when one of these fits one of its values. */
export type FilterValues<R> = (row: R, call: Call) => readonly (string | undefined)[] | string | undefined;

/** The filters of one description, by name; `tag:…` and `tag-key` belong to every one that has tags. */
export type Filters<R> = Readonly<Record<string, FilterValues<R>>>;

/** How one kind of object is described. */
export interface Description<R> {
  /** The element around the list. */
  readonly set: string;
  readonly filters: Filters<R>;
  readonly view: (row: R, call: Call) => XmlObject;
  /** The tags as the caller sees them; undefined where the objects have none. */
  readonly tags?: (row: R, call: Call) => ReadonlyMap<string, string>;
  /** The bounds of MaxResults. @default 5 to 1000 */
  readonly pageSize?: readonly [number, number];
}

/** Describes a kind of object: the ones named by `ids`, or all that the caller sees; filtered, a page at a time. */
export function describe<R extends Owned>(
  call: Call,
  table: Table<R>,
  ids: string,
  description: Description<R>,
): XmlObject {
  const wanted = [...new Set(call.params.texts(ids))];
  // The API reference says so of several actions ("You cannot specify this parameter and …IDs in the same request").
  if (wanted.length > 0 && call.params.has('MaxResults')) {
    throw invalidCombination(`The parameter ${wireName(ids)}s cannot be used with the parameter maxResults`);
  }
  const rows = wanted.length > 0 ? wanted.map((id) => table.find(call, id)) : table.list(call);
  return page(call, filtered(call, rows, description), description);
}

/** The rows that fit all filters of the request. */
export function filtered<R>(
  call: Call,
  rows: readonly R[],
  { filters, tags }: Pick<Description<R>, 'filters' | 'tags'>,
): R[] {
  const tests = call.params.members('Filter').map((filter) => {
    const name = filter.text('Name') ?? '';
    const patterns = filter.texts('Value').map((value) => wildcard(value, { escapes: true }));
    const valuesOf = filterValues(name, filters, tags);
    return (row: R) => valuesOf(row, call).some((value) => patterns.some((pattern) => pattern.test(value)));
  });
  return rows.filter((row) => tests.every((test) => test(row)));
}

/** One page of rows as the answer's content. */
export function page<R>(
  call: Call,
  rows: readonly R[],
  { set, view, pageSize = [5, 1000] }: Pick<Description<R>, 'set' | 'view' | 'pageSize'>,
): XmlObject {
  const size = call.params.integer('MaxResults');
  const [least, most] = pageSize;
  if (size !== undefined && (size < least || size > most)) {
    const bound = size < least ? `greater than ${least}` : `less than ${most}`;
    throw invalidValue(`Value ( ${size} ) for parameter maxResults is invalid. Expecting a value ${bound}.`);
  }
  const start = startOf(call);
  const end = size === undefined ? rows.length : start + size;
  const nextToken = end < rows.length ? tokenFor(call.action, end) : undefined;
  return { [set]: rows.slice(start, end).map((row) => view(row, call)), nextToken };
}

/** `tagSet` of an answer. */
export function tagSet(tags: ReadonlyMap<string, string>): XmlObject[] {
  return [...tags].map(([key, value]) => ({ key, value }));
}

/** As `tagSet`, for the kinds of objects that leave it out when they have no tags (recorded). */
export function tagSetIfAny(tags: ReadonlyMap<string, string>): XmlObject[] | undefined {
  return tags.size > 0 ? tagSet(tags) : undefined;
}

type Values<R> = (row: R, call: Call) => string[];

function filterValues<R>(name: string, filters: Filters<R>, tags: Description<R>['tags']): Values<R> {
  if (tags && name.startsWith('tag:')) {
    const key = name.slice('tag:'.length);
    return (row, call) => present(tags(row, call).get(key));
  }
  if (tags && name === 'tag-key') return (row, call) => [...tags(row, call).keys()];
  const values = Object.hasOwn(filters, name) ? filters[name] : undefined;
  if (!values) throw invalidValue(`The filter '${name === '' ? 'null' : name}' is invalid`);
  return (row, call) => present(values(row, call));
}

function present(values: readonly (string | undefined)[] | string | undefined): string[] {
  if (values === undefined) return [];
  if (typeof values === 'string') return [values];
  return values.filter((value) => value !== undefined);
}

/** A token belongs to one action and says where the next page starts. */
function tokenFor(action: string, start: number): string {
  return Buffer.from(`${action}:${start}`).toString('base64url');
}

function startOf(call: Call): number {
  const token = call.params.text('NextToken');
  if (token === undefined || token === '') return 0;
  const match = /^(\w+):(\d+)$/.exec(Buffer.from(token, 'base64url').toString());
  if (match?.[1] === call.action) return Number(match[2]);
  throw new Ec2Error('InvalidPaginationToken', 'The specified pagination token is not valid or is expired.');
}
