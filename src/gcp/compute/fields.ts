/**
 * Reads JSON that may hold anything: missing and null are the same, unknown fields do not matter, and a value of another
 * type than expected counts as missing.
 */
export class Fields {
  readonly #of: object;

  constructor(value: unknown) {
    this.#of = value instanceof Object ? value : {};
  }

  /** A text that is not empty. */
  text(name: string): string | undefined {
    const value = this.#get(name);
    return typeof value === 'string' && value !== '' ? value : undefined;
  }

  /** A number; 64-bit ones come as texts. */
  number(name: string): number | undefined {
    const value = this.#get(name);
    const number = typeof value === 'string' && value !== '' ? Number(value) : value;
    return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
  }

  /** A flag. Google leaves out the ones that have their default. */
  flag(name: string, byDefault = false): boolean {
    const value = this.#get(name);
    return typeof value === 'boolean' ? value : byDefault;
  }

  /** An object within. */
  at(name: string): Fields {
    return new Fields(this.#get(name));
  }

  /** True when there is something under this name, not null, and not an empty list. */
  has(name: string): boolean {
    const value = this.#get(name);
    return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null;
  }

  /** A list of objects. */
  records(name: string): Fields[] {
    return this.#list(name).map((entry) => new Fields(entry));
  }

  /** A list of texts. */
  texts(name: string): string[] {
    return this.#list(name).filter((entry) => typeof entry === 'string');
  }

  /** An object's entries. */
  entries(name: string): [string, Fields][] {
    const value = this.#get(name);
    if (!(value instanceof Object) || Array.isArray(value)) return [];
    return Object.entries(value).map(([key, entry]) => [key, new Fields(entry)]);
  }

  #get(name: string): unknown {
    return Object.hasOwn(this.#of, name) ? Reflect.get(this.#of, name) : undefined;
  }

  #list(name: string): unknown[] {
    const value = this.#get(name);
    return Array.isArray(value) ? value : [];
  }
}
