/** What went wrong, to switch on. */
export type SandboxErrorCode =
  | 'invalid_option'
  | 'invalid_fault'
  | 'port_taken'
  | 'unknown_id'
  | 'wrong_state'
  | 'wrong_clock'
  | 'closed';

/** The error that the sandbox throws on purpose: a wrong option, a port that is taken, an id that it does not know. */
export class SandboxError extends Error {
  /** What to do next. */
  readonly fix: string;
  readonly #code: SandboxErrorCode;

  constructor(code: SandboxErrorCode, message: string, fix: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.#code = code;
    this.fix = fix;
  }

  /** `SandboxError`. */
  override get name() {
    return 'SandboxError' as const;
  }

  /** What went wrong, to switch on. */
  get code(): SandboxErrorCode {
    return this.#code;
  }
}
