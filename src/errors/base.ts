/** The two texts of an error: what went wrong, and what to do next. */
export interface ErrorText {
  /** What went wrong, with the names and values that matter. Never a secret. */
  readonly message: string;
  /** What to do next, with a command where there is one. */
  readonly fix: string;
}

const brand = Symbol.for('dfcloud.error');

/** The base of every error that dfcloud throws on purpose. `name` and `code` are literals of each subclass. */
export abstract class DfCloudError extends Error {
  /** What to do next, with a command where there is one. */
  readonly fix: string;

  constructor(text: ErrorText, cause?: unknown) {
    super(text.message, cause === undefined ? undefined : { cause });
    this.fix = text.fix;
  }

  /** A stable identifier to switch on, for example `not_found`. */
  abstract get code(): string;

  get [brand](): true {
    return true;
  }

  /** Name, code, message, fix and the error's own details, for logs. Never a secret. */
  toJSON(): Record<string, unknown> {
    return {
      name: this.name,
      code: this.code,
      message: this.message,
      ...Object.fromEntries(Object.entries(this)),
    };
  }
}

/** True for every error of dfcloud, also one from a second copy of the package in the same process. */
export function isDfCloudError(value: unknown): value is DfCloudError {
  return typeof value === 'object' && value !== null && brand in value;
}
