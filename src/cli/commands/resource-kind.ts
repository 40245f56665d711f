import type { CallOptions, DfCloud, NetworkListFilter, WaitOptions } from '../../index.js';
import { statusLook } from '../style.js';
import type { Column, Detail } from '../table.js';

/** What all resources have. */
export interface Resource {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly statusDetail?: string;
}

/** What the client can do with all kinds of resources. */
export interface ResourceApi<T> {
  get(id: string, options?: CallOptions): Promise<T>;
  list(filter?: NetworkListFilter, options?: CallOptions): Promise<T[]>;
  delete(id: string, options?: CallOptions): Promise<void>;
  waitUntilActive(id: string, options?: WaitOptions): Promise<T>;
  waitUntilDeleted(id: string, options?: WaitOptions): Promise<void>;
}

/** How one kind of resource is named and shown. */
export interface ResourceKind<T extends Resource> {
  /** `network`. */
  readonly noun: string;
  /** `networks`. */
  readonly plural: string;
  /** Its part of a client. */
  readonly api: (client: DfCloud) => ResourceApi<T>;
  /** True when a list can be narrowed to one network. */
  readonly ofNetwork: boolean;
  /** What a list shows between the status and the end of the line. */
  readonly columns: readonly Column<T>[];
  /** What `get` shows below the status. */
  readonly details: (resource: T) => readonly Detail[];
  /** What to type after one was made and is not yet active. */
  readonly next: (resource: T) => string;
  /** The environment variable that stands for an id in examples. */
  readonly idInExamples: string;
}

/** The columns of a list. */
export function columnsOf<T extends Resource>(kind: ResourceKind<T>): readonly Column<T>[] {
  return [
    { title: 'ID', cell: ({ id }) => id },
    { title: 'NAME', cell: ({ name }) => name },
    { title: 'STATUS', cell: ({ status }) => status, paint: (text, style) => style(statusLook(text), text) },
    ...kind.columns,
  ];
}

/** One resource, line by line. */
export function detailsOf<T extends Resource>(kind: ResourceKind<T>, resource: T): readonly Detail[] {
  const { id, name, status, statusDetail } = resource;
  return [
    ['id', id],
    ['name', name],
    ['status', status, statusLook(status)],
    ['because', statusDetail],
    ...kind.details(resource),
  ];
}
