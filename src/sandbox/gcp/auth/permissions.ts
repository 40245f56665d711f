import type { Principal } from './tokens.js';

/** What the identities of projects may do. */
export class Permissions {
  readonly #granted = new Map<string, readonly string[]>();

  /** From now on the project's identity may do this and nothing else; null allows everything again. */
  grant(projectId: string, permissions: readonly string[] | null): void {
    if (permissions === null) this.#granted.delete(projectId);
    else this.#granted.set(projectId, [...permissions]);
  }

  /** Whether an identity may do this in a project. In projects that are not its own it may do nothing. */
  allows(principal: Principal, permission: string, projectId: string): boolean {
    if (principal.projectId !== projectId) return false;
    return this.#granted.get(principal.projectId)?.includes(permission) ?? true;
  }
}
