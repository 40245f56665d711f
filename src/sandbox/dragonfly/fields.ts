import { ApiProblem } from './api-problem.js';

/**
 * Typed access to a JSON object. A missing field and null are the same, as the vendor's client sends null for what it
 * does not know; a field of another type is answered with 400, naming it.
 */
export interface Fields {
  /** A text that must not be empty. */
  required(name: string): string;
  /** A text, possibly empty. */
  text(name: string): string | undefined;
  /** True or false. */
  flag(name: string): boolean | undefined;
  /** A whole number of at least `least`. */
  integer(name: string, least: number): number | undefined;
  /** A list of texts. */
  texts(name: string): string[] | undefined;
  /** A list of whole numbers. */
  integers(name: string): number[] | undefined;
  /** An object. */
  child(name: string): Fields | undefined;
}

/** The fields of a request's body, which must be a JSON object. */
export function fieldsOf(body: unknown): Fields {
  if (!isObject(body)) throw new ApiProblem(400, 'the body must be a JSON object');
  return new ObjectFields(body, '');
}

class ObjectFields implements Fields {
  readonly #object: Record<string, unknown>;
  readonly #prefix: string;

  constructor(object: Record<string, unknown>, prefix: string) {
    this.#object = object;
    this.#prefix = prefix;
  }

  required(name: string): string {
    const value = this.text(name);
    if (value) return value;
    throw new ApiProblem(400, `${this.#prefix}${name} is required`);
  }

  text(name: string): string | undefined {
    return this.#read(name, 'a string', isText);
  }

  flag(name: string): boolean | undefined {
    return this.#read(name, 'a boolean', (value): value is boolean => typeof value === 'boolean');
  }

  integer(name: string, least: number): number | undefined {
    const fits = (value: unknown): value is number => isInteger(value) && value >= least;
    return this.#read(name, `an integer of at least ${least}`, fits);
  }

  texts(name: string): string[] | undefined {
    return this.#read(name, 'a list of strings', listOf(isText));
  }

  integers(name: string): number[] | undefined {
    return this.#read(name, 'a list of integers', listOf(isInteger));
  }

  child(name: string): Fields | undefined {
    const value = this.#read(name, 'an object', isObject);
    return value && new ObjectFields(value, `${this.#prefix}${name}.`);
  }

  #read<T>(name: string, what: string, fits: (value: unknown) => value is T): T | undefined {
    const value = this.#object[name];
    if (value === undefined || value === null) return undefined;
    if (fits(value)) return value;
    throw new ApiProblem(400, `${this.#prefix}${name} must be ${what}`);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function listOf<T>(fits: (value: unknown) => value is T): (value: unknown) => value is T[] {
  return (value): value is T[] => Array.isArray(value) && value.every(fits);
}
