import { Ec2Error } from './ec2-error.js';
import { missingParameter } from './errors.js';

/**
 * The parameters of a Query request, or those under one of its prefixes: `Filter.1.Value.2` is the second `Value` of
 * the first member of `Filter`.
 */
export class Params {
  readonly #values: ReadonlyMap<string, string>;
  readonly #prefix: string;

  private constructor(values: ReadonlyMap<string, string>, prefix: string) {
    this.#values = values;
    this.#prefix = prefix;
  }

  /** Reads an `application/x-www-form-urlencoded` text. A repeated name keeps its last value. */
  static parse(form: string): Params {
    return new Params(new Map(new URLSearchParams(form)), '');
  }

  /** All names and values, as they were sent. */
  entries(): [string, string][] {
    return [...this.#values].filter(([name]) => name.startsWith(this.#prefix));
  }

  /** The first segment of every name. */
  names(): string[] {
    return [
      ...new Set(this.entries().map(([name]) => name.slice(this.#prefix.length).split('.', 1)[0] ?? '')),
    ];
  }

  /** A text; '' counts as a value. */
  text(name: string): string | undefined {
    return this.#values.get(this.#prefix + name);
  }

  /** @throws {Ec2Error} `MissingParameter` */
  required(name: string): string {
    const value = this.text(name);
    if (value === undefined || value === '') throw missingParameter(name);
    return value;
  }

  /** @throws {Ec2Error} `InvalidParameterValue` when the text is neither `true` nor `false`. */
  flag(name: string): boolean | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (/^true$/i.test(value)) return true;
    if (/^false$/i.test(value)) return false;
    throw new Ec2Error('InvalidParameterValue', `Value (${value}) for parameter ${name} is invalid.`);
  }

  /** @throws {Ec2Error} `InvalidParameterValue` when the text is no whole number. */
  integer(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (/^-?\d{1,15}$/.test(value)) return Number(value);
    throw new Ec2Error('InvalidParameterValue', `Value (${value}) for parameter ${name} is invalid.`);
  }

  /** The texts `name.1`, `name.2`, …, in the order of their numbers. */
  texts(name: string): string[] {
    return this.#indices(name).flatMap((index) => this.text(`${name}.${index}`) ?? []);
  }

  /** The structures `name.1.…`, `name.2.…`, in the order of their numbers. */
  members(name: string): Params[] {
    return this.#indices(name).map((index) => this.member(`${name}.${index}`));
  }

  /** The structure `name.…`; empty when nothing of it was sent. */
  member(name: string): Params {
    return new Params(this.#values, `${this.#prefix}${name}.`);
  }

  /** True when the parameter, or anything under it, was sent. */
  has(name: string): boolean {
    return this.text(name) !== undefined || this.member(name).entries().length > 0;
  }

  #indices(name: string): number[] {
    const start = `${this.#prefix}${name}.`;
    const found = new Set<number>();
    for (const key of this.#values.keys()) {
      if (!key.startsWith(start)) continue;
      const index = key.slice(start.length).split('.', 1)[0] ?? '';
      if (/^[1-9]\d{0,5}$/.test(index)) found.add(Number(index));
    }
    return [...found].sort((a, b) => a - b);
  }
}
