import { idKey, isWithin } from '../wire/resource-id.js';

/** Resources by id, whose case does not matter; oldest first. */
export class ResourceTable<R extends { readonly id: string }> {
  readonly #rows = new Map<string, R>();

  get(id: string): R | undefined {
    return this.#rows.get(idKey(id));
  }

  add(row: R): R {
    this.#rows.set(idKey(row.id), row);
    return row;
  }

  delete(id: string): void {
    this.#rows.delete(idKey(id));
  }

  /** Every resource. */
  all(): R[] {
    return [...this.#rows.values()];
  }

  /** Those at or below a scope. */
  within(scope: string): R[] {
    return this.all().filter((row) => isWithin(scope, row.id));
  }
}
