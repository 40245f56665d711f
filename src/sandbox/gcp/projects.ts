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

/** The projects that somebody spoke of, the customer's and the vendor's. */
export class Projects {
  readonly #ids: GcpIds;
  readonly #byId = new Map<string, Project>();

  constructor(ids: GcpIds) {
    this.#ids = ids;
  }

  /** By id or number. */
  find(idOrNumber: string): Project | undefined {
    const byId = this.#byId.get(idOrNumber);
    return byId ?? [...this.#byId.values()].find(({ number }) => number === idOrNumber);
  }

  /** The project of this id, made when there is none. */
  ensure(id: string): Project {
    const known = this.#byId.get(id);
    if (known) return known;
    const project: Project = {
      id,
      number: this.#ids.projectNumber(id),
      disabledServices: new Set(),
      peeringAllowed: undefined,
    };
    this.#byId.set(id, project);
    return project;
  }
}
