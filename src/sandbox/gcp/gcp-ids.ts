import type { SeededIds } from '../random.js';

/** The ids of the double; those of resources are digits. */
export class GcpIds {
  readonly #ids: SeededIds;

  constructor(ids: SeededIds) {
    this.#ids = ids;
  }

  /** The numeric id of a resource or an operation, a text of 19 digits. */
  resource(): string {
    return this.#ids.decimal('gcp-resource', 19);
  }

  /** `operation-1700000000000-62f0c0ffee123-1a2b3c4d-5e6f7a8b` */
  operationName(atMs: number): string {
    const hex = this.#ids.hex('gcp-operation', 29);
    return `operation-${atMs}-${hex.slice(0, 13)}-${hex.slice(13, 21)}-${hex.slice(21)}`;
  }

  /** 12 digits, of a project that was not there before. */
  projectNumber(projectId: string): string {
    return this.#ids.decimal(`gcp-project/${projectId}`, 12);
  }

  /** A bearer token. A secret. */
  accessToken(email: string): string {
    return `ya29.sandbox-${this.#ids.hex(`gcp-token/${email}`, 48)}`;
  }

  /** The end of a name that Google makes for something that goes with a network: `default-route-1a2b3c4d5e6f7a8b`. */
  nameEnd(network: string): string {
    return this.#ids.hex(`gcp-name/${network}`, 16);
  }
}
