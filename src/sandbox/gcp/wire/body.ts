import { invalidValue, requiredField, unknownName } from './errors.js';
import { type Fields, isFields } from './fields.js';
import { GcpError } from './gcp-error.js';

/** The JSON object of a request, whose fields are read with a check of their type. */
export class Body {
  /** All fields as they came. */
  readonly fields: Fields;
  readonly #at: string;

  constructor(fields: Fields, at = 'resource') {
    this.fields = fields;
    this.#at = at;
  }

  /**
   * Reads the body of a request. Clients send nothing, `""` or `{}` where a method takes no body.
   * @throws {GcpError} 400
   */
  static parse(text: string): Body {
    if (text === '' || text === '""') return new Body({});
    try {
      const value: unknown = JSON.parse(text);
      if (isFields(value)) return new Body(value);
    } catch {
      // Answered below.
    }
    throw new GcpError(400, 'parseError', 'Parse Error');
  }

  has(name: string): boolean {
    return this.fields[name] !== undefined && this.fields[name] !== null;
  }

  text(name: string): string | undefined {
    return this.#typed(name, (value): value is string => typeof value === 'string');
  }

  flag(name: string): boolean | undefined {
    return this.#typed(name, (value): value is boolean => typeof value === 'boolean');
  }

  /** A whole number in a range, both ends legal. */
  integer(name: string, least: number, most: number): number | undefined {
    const value = this.#typed(name, (given): given is number => Number.isInteger(given));
    if (value === undefined || (value >= least && value <= most)) return value;
    throw this.#invalid(name, `Must be between ${least} and ${most}, inclusive`);
  }

  /** One of some words. */
  word(name: string, words: readonly string[]): string | undefined {
    const value = this.text(name);
    if (value === undefined || words.includes(value)) return value;
    throw this.#invalid(name, `Must be one of [${words.join(', ')}]`);
  }

  texts(name: string): readonly string[] | undefined {
    return this.#typed(name, (value): value is string[] => {
      return Array.isArray(value) && value.every((inner) => typeof inner === 'string');
    });
  }

  object(name: string): Body | undefined {
    const value = this.#typed(name, isFields);
    return value && new Body(value, `${this.#at}.${name}`);
  }

  objects(name: string): readonly Body[] | undefined {
    const value = this.#typed(name, (given): given is Fields[] => {
      return Array.isArray(given) && given.every(isFields);
    });
    return value?.map((inner, index) => new Body(inner, `${this.#at}.${name}[${index}]`));
  }

  /** A text that must be there and not be empty. */
  required(name: string): string {
    const value = this.text(name);
    if (value === undefined || value === '') throw requiredField(`${this.#at}.${name}`);
    return value;
  }

  /** Refuses fields that the method does not have. */
  only(names: readonly string[]): void {
    const unknown = Object.keys(this.fields).find((name) => !names.includes(name));
    if (unknown !== undefined) throw unknownName(unknown, 'body');
  }

  /** A refusal of one of the fields. */
  #invalid(name: string, why = ''): GcpError {
    return invalidValue(`${this.#at}.${name}`, this.fields[name], why);
  }

  #typed<T>(name: string, fits: (value: unknown) => value is T): T | undefined {
    const value = this.fields[name];
    if (value === undefined || value === null) return undefined;
    if (fits(value)) return value;
    throw this.#invalid(name);
  }
}
