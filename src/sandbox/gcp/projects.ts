import { SandboxError } from '../sandbox-error.js';
import type { GcpIds } from './gcp-ids.js';

/** A project of the sandbox. */
export interface Project {
  readonly id: string;
  /** 12 digits; URLs take it as well as the id. */
  readonly number: string;
  /** The services that are switched off in it: `compute.googleapis.com`. */
  readonly disabledServices: Set<string>;
  /** What `constraints/compute.restrictVpcPeering` allows; undefined while it is not enforced. */
  peeringAllowed: readonly string[] | undefined;
}

/** A project id, with the domain that old ones have in front: `example.com:app`. */
const PROJECT_ID = /^(?:[a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/;

/** The projects that exist, the customer's and the vendor's. */
export class Projects {
  readonly #ids: GcpIds;
  readonly #byId = new Map<string, Project>();
  readonly #used = new Set<string>();

  constructor(ids: GcpIds) {
    this.#ids = ids;
  }

  /** By id or number. */
  find(idOrNumber: string): Project | undefined {
    const byId = this.#byId.get(idOrNumber);
    return byId ?? [...this.#byId.values()].find(({ number }) => number === idOrNumber);
  }

  /**
   * The project of this id, made when there is none.
   * @throws {SandboxError} `invalid_option`
   */
  ensure(id: string): Project {
    const known = this.#byId.get(id);
    if (known) return known;
    if (!PROJECT_ID.test(id)) {
      throw new SandboxError(
        'invalid_option',
        `${id} is no id of a Google Cloud project`,
        'Give 6 to 30 lower-case letters, digits and hyphens, a letter first: app-project.',
      );
    }
    const project: Project = {
      id,
      number: this.#ids.projectNumber(id),
      disabledServices: new Set(),
      peeringAllowed: undefined,
    };
    this.#byId.set(id, project);
    return project;
  }

  /** Somebody makes use of this project. */
  use(id: string): void {
    this.#used.add(this.ensure(id).id);
  }

  /** True when somebody has made use of it. */
  isUsed(id: string): boolean {
    return this.#used.has(id);
  }

  /** All that were used or made, in the order of their ids. */
  all(): Project[] {
    return [...this.#byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }
}
