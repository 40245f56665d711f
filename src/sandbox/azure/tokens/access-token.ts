/** What an access token says of its bearer. */
export interface AccessToken {
  /** The directory that issued it. */
  readonly tenantId: string;
  /** The bearer in that directory: a service principal's object id, or a person's. */
  readonly objectId: string;
  /** The client id of the application that asked for it. */
  readonly appId: string;
  /** Who it is for, without a trailing slash: `https://management.azure.com`. */
  readonly audience: string;
  /** An application in its own name, or a person by means of one. */
  readonly kind: 'app' | 'user';
  /** Milliseconds on the sandbox's clock. A role assigned later than this has no effect on it at once. */
  readonly issuedAtMs: number;
  /** Milliseconds on the sandbox's clock. */
  readonly expiresAtMs: number;
}

/** A token that was sent, or why there is none. */
export type TokenCheck =
  | { readonly ok: true; readonly token: AccessToken }
  | { readonly ok: false; readonly why: 'missing' | 'invalid' | 'expired' };

/** The tokens of one request: its own, and those of `x-ms-authorization-auxiliary`. */
export interface RequestTokens {
  readonly primary: TokenCheck;
  readonly auxiliary: readonly TokenCheck[];
}

/** The services that take tokens. */
export type Resource = 'arm' | 'graph';

const AUDIENCES: Readonly<Record<Resource, readonly string[]>> = {
  arm: ['https://management.azure.com', 'https://management.core.windows.net'],
  graph: ['https://graph.microsoft.com', '00000003-0000-0000-c000-000000000000'],
};

/**
 * True when a token is for this service. Clients that were given an address of the sandbox ask for tokens for that
 * address, so an address of this machine stands for either.
 */
export function isFor({ audience }: AccessToken, resource: Resource): boolean {
  return AUDIENCES[resource].includes(audience) || isLocalAudience(audience);
}

/** True for `https://127.0.0.1:…` and the like. */
export function isLocalAudience(audience: string): boolean {
  return /^https?:\/\/(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(audience);
}

/** True for an audience that Entra issues tokens for. */
export function isKnownAudience(audience: string): boolean {
  return Object.values(AUDIENCES).some((list) => list.includes(audience)) || isLocalAudience(audience);
}
