import type { RequestDetails, Sent } from '../errors/request-details.js';

const ORDER: readonly Sent[] = ['no', 'maybe', 'yes'];

const furthest = (a: Sent, b: Sent): Sent => (ORDER.indexOf(a) > ORDER.indexOf(b) ? a : b);

/** What is known about a call while it runs, over all its attempts. */
export class RequestRecord {
  #attempts = 0;
  /** Over the attempts that have ended. */
  #sent: Sent = 'no';
  #underWay = false;
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

  /** The attempt is handed to the network. Whoever cancels from now on cannot know whether it had an effect. */
  leaves(): void {
    this.#underWay = true;
  }

  /** The attempt ended without an answer; `sent` says how far it can have got, if it left at all. */
  failed(sent: Sent): void {
    if (this.#underWay) this.#sent = furthest(this.#sent, sent);
    this.#underWay = false;
  }

  /** The attempt was answered. */
  answered(status: number, requestId: string | undefined): void {
    this.#underWay = false;
    this.#sent = 'yes';
    this.#status = status;
    this.#requestId = requestId;
  }

  /** The record as errors show it. */
  details(): RequestDetails {
    return {
      method: this.method,
      path: this.path,
      attempts: this.#attempts,
      sent: this.#underWay ? furthest(this.#sent, 'maybe') : this.#sent,
      ...(this.#status !== undefined && { status: this.#status }),
      ...(this.#requestId !== undefined && { requestId: this.#requestId }),
    };
  }
}
