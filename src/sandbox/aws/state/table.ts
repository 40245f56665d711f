import { malformedId, notFound } from '../wire/errors.js';
import { isIdOf, type Kind } from './kinds.js';
import type { Owned } from './records.js';

/** Whose request it is, and in which region. */
export interface Scope {
  readonly accountId: string;
  readonly region: string;
  /** False while eventual consistency hides the object from this request. */
  readonly sees: (id: string) => boolean;
}

/** A table of whatever kind, for reading. */
export type AnyTable = Pick<Table<Owned>, 'kind' | 'list' | 'find' | 'peek'>;

/** All objects of one kind, in all accounts and regions, oldest first. */
export class Table<R extends Owned> {
  readonly kind: Kind;
  readonly #rows = new Map<string, R>();
  readonly #visible: (row: R, scope: Scope) => boolean;

  /** `visible` says whether an account sees an object in a region; by default its owner does, in its own region. */
  constructor(kind: Kind, visible: (row: R, scope: Scope) => boolean = isOwn) {
    this.kind = kind;
    this.#visible = visible;
  }

  add(row: R): R {
    this.#rows.set(row.id, row);
    return row;
  }

  delete(id: string): void {
    this.#rows.delete(id);
  }

  /** The object, whoever owns it. */
  get(id: string): R | undefined {
    return this.#rows.get(id);
  }

  /** Every object, whoever owns it. */
  all(): R[] {
    return [...this.#rows.values()];
  }

  /** What this request sees. */
  list(scope: Scope): R[] {
    return this.all().filter((row) => this.#visible(row, scope) && scope.sees(row.id));
  }

  /**
   * The object that a request names.
   * @throws {Ec2Error} the kind's Malformed or NotFound error
   */
  find(scope: Scope, id: string): R {
    if (!isIdOf(this.kind, id)) throw malformedId(this.kind, id);
    const row = this.#rows.get(id);
    if (!row || !this.#visible(row, scope) || !scope.sees(id)) throw notFound(this.kind, id);
    return row;
  }

  /** As `find`, but neither errors nor eventual consistency: what a permission check may know of the object. */
  peek(scope: Scope, id: string): R | undefined {
    const row = this.#rows.get(id);
    return row && this.#visible(row, scope) ? row : undefined;
  }
}

function isOwn(row: Owned, scope: Scope): boolean {
  return row.ownerId === scope.accountId && row.region === scope.region;
}
