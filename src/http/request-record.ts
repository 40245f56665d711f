import type { RequestDetails, Sent } from '../errors/request-details.js';

const ORDER: readonly Sent[] = ['no', 'maybe', 'yes'];

/** What is known about a call while it runs, over all its attempts. */
export class RequestRecord {
  #attempts = 0;
  #sent: Sent = 'no';
  #status: number | undefined;
  #requestId: string | undefined;
  /** The error of the last failed attempt. */
  lastError: unknown;

  constructor(
    readonly method: string,
    readonly path: string,
  ) {}

  /** Counts a new attempt and gives its number. */
  begin(): number {
    this.#attempts += 1;
    this.#status = undefined;
    this.#requestId = undefined;
    return this.#attempts;
  }

  /** The last attempt may have got this far; the furthest of all attempts is kept. */
  reached(sent: Sent): void {
    if (ORDER.indexOf(sent) > ORDER.indexOf(this.#sent)) this.#sent = sent;
  }

  /** The last attempt was answered. */
  answered(status: number, requestId: string | undefined): void {
    this.reached('yes');
    this.#status = status;
    this.#requestId = requestId;
  }

  /** The record as errors show it. */
  details(): RequestDetails {
    return {
      method: this.method,
      path: this.path,
      attempts: this.#attempts,
      sent: this.#sent,
      ...(this.#status !== undefined && { status: this.#status }),
      ...(this.#requestId !== undefined && { requestId: this.#requestId }),
    };
  }
}
