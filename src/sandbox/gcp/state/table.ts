import type { Resource } from './records.js';

/** All objects of one kind, in all projects. */
export class Table<R extends Resource> {
  /** `networks`: the kind's part in paths. */
  readonly collection: string;
  /** `network`: the kind's name in messages. */
  readonly singular: string;
  /** `compute#network`: the kind's name in answers. */
  readonly kind: string;
  readonly #records = new Map<string, R>();

  constructor(collection: string, singular: string, kind: string) {
    this.collection = collection;
    this.singular = singular;
    this.kind = kind;
  }

  /** The path of an object of this kind. */
  path(project: string, scope: string, name: string): string {
    return `projects/${project}/${scope}/${this.collection}/${name}`;
  }

  add(record: R): void {
    this.#records.set(record.path, record);
  }

  get(path: string): R | undefined {
    return this.#records.get(path);
  }

  remove(record: R): void {
    this.#records.delete(record.path);
  }

  /** All of them, oldest first. */
  all(): R[] {
    return [...this.#records.values()];
  }
}
