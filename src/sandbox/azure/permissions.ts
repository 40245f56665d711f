import type { AccessToken } from './tokens/access-token.js';

/** What one identity may do, in the clouds' own words. */
export interface AzurePermissions {
  /** Actions of ARM, `*` for any text: `Microsoft.Network/virtualNetworks/read`, `Microsoft.Network/*`. */
  readonly arm: readonly string[];
  /** Application permissions of Graph, such as `Application.ReadWrite.OwnedBy`. */
  readonly graph: readonly string[];
}

/**
 * What the identities of the sandbox may do beside their role assignments. `everything`: the administrator that a
 * sandbox hands out; undefined: nothing but what roles give.
 */
export class Permissions {
  readonly #administrators = new Set<string>();
  readonly #rules = new Map<string, AzurePermissions>();

  /** An identity that may do everything until `set` says otherwise: a client id, or a person's object id. */
  addAdministrator(id: string): void {
    this.#administrators.add(id.toLowerCase());
  }

  /** Limits an identity; null gives back what it had at first. */
  set(id: string, rule: AzurePermissions | null): void {
    if (rule === null) this.#rules.delete(id.toLowerCase());
    else this.#rules.set(id.toLowerCase(), rule);
  }

  /** What the bearer of a token may do. People are known by their object id, applications by their client id. */
  of({ kind, appId, objectId }: AccessToken): AzurePermissions | 'everything' | undefined {
    const id = kind === 'user' ? objectId : appId;
    return this.#rules.get(id) ?? (this.#administrators.has(id) ? 'everything' : undefined);
  }
}
