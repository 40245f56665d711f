/** Who refuses: ARM's own gateway, the network resource provider, or the authorization one. They word errors differently. */
export type ErrorOrigin = 'gateway' | 'network' | 'authorization';

/** What an error carries besides its code and message. */
export interface ErrorExtras {
  readonly target?: string;
  readonly details?: readonly unknown[];
  readonly additionalInfo?: readonly unknown[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal in ARM's words. Thrown by whatever carries a request out, and turned into an answer at one place. */
export class ArmError extends Error {
  readonly status: number;
  readonly code: string;
  readonly origin: ErrorOrigin;
  readonly extras: ErrorExtras;

  constructor(origin: ErrorOrigin, status: number, code: string, message: string, extras: ErrorExtras = {}) {
    super(message);
    this.origin = origin;
    this.status = status;
    this.code = code;
    this.extras = extras;
  }

  /** The body. The network provider always has `details`, and ARM's gateway only where there are some (recorded). */
  toJSON(): { readonly error: Readonly<Record<string, unknown>> } {
    const { target, details, additionalInfo } = this.extras;
    return {
      error: {
        code: this.code,
        ...(target === undefined ? {} : { target }),
        message: this.message,
        ...(details || this.origin === 'network' ? { details: details ?? [] } : {}),
        ...(additionalInfo ? { additionalInfo } : {}),
      },
    };
  }
}
