import { ArmError } from './arm-error.js';

/** A JSON object as it is sent or answered. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** True for an object that is no list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Typed access to a request's JSON. A missing field and null are the same; a field of another type is refused. */
export class Body {
  readonly #object: JsonObject;
  readonly #path: string;

  constructor(object: JsonObject, path = '') {
    this.#object = object;
    this.#path = path;
  }

  /**
   * The body of a request, which must be a JSON object; an empty one counts as `{}`.
   * @throws {ArmError} InvalidRequestContent
   */
  static of(text: string): Body {
    if (text.trim() === '') return new Body({});
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw invalid('The request content was invalid and could not be deserialized.');
    }
    if (!isObject(value)) throw invalid('The request content must be a JSON object.');
    return new Body(value);
  }

  /** The object as it was sent. */
  get raw(): JsonObject {
    return this.#object;
  }

  /** True when the field is there, even if it is null. */
  has(name: string): boolean {
    return name in this.#object;
  }

  /** A text. */
  text(name: string): string | undefined {
    return this.#read(name, 'a string', (value): value is string => typeof value === 'string');
  }

  /** True or false. */
  flag(name: string): boolean | undefined {
    return this.#read(name, 'a boolean', (value): value is boolean => typeof value === 'boolean');
  }

  /** A number. */
  number(name: string): number | undefined {
    return this.#read(name, 'a number', (value): value is number => typeof value === 'number');
  }

  /** A list of texts. */
  texts(name: string): readonly string[] | undefined {
    const fits = (value: unknown): value is string[] =>
      Array.isArray(value) && value.every((element) => typeof element === 'string');
    return this.#read(name, 'a list of strings', fits);
  }

  /** An object; `{}` when it is missing. */
  child(name: string): Body {
    return new Body(this.#read(name, 'an object', isObject) ?? {}, `${this.#path}${name}.`);
  }

  /** A list of objects. */
  children(name: string): readonly Body[] | undefined {
    const fits = (value: unknown): value is JsonObject[] => Array.isArray(value) && value.every(isObject);
    return this.#read(name, 'a list of objects', fits)?.map(
      (object, index) => new Body(object, `${this.#path}${name}[${index}].`),
    );
  }

  /** The `id` of a reference such as `{"id": "/subscriptions/…"}`. */
  reference(name: string): string | undefined {
    return this.child(name).text('id');
  }

  /** The ids of a list of references. */
  references(name: string): readonly string[] | undefined {
    return this.children(name)?.map((child) => child.text('id') ?? '');
  }

  /** An object of texts, such as tags. */
  map(name: string): Readonly<Record<string, string>> | undefined {
    const fits = (value: unknown): value is Record<string, string> =>
      isObject(value) && Object.values(value).every((element) => typeof element === 'string');
    return this.#read(name, 'an object of strings', fits);
  }

  #read<T>(name: string, what: string, fits: (value: unknown) => value is T): T | undefined {
    const value = this.#object[name];
    if (value === undefined || value === null) return undefined;
    if (fits(value)) return value;
    throw invalid(`The request content was invalid: '${this.#path}${name}' must be ${what}.`);
  }
}

function invalid(message: string): ArmError {
  return new ArmError('gateway', 400, 'InvalidRequestContent', message);
}
