import type { CallContext } from './arm/arm.js';
import type { AppId, TenantId } from './ids.js';

/** How a token is asked for. */
export interface TokenOptions {
  /** Not from the cache: a role that was assigned since is in a fresh token only. @default false */
  readonly fresh?: boolean;
}

/** Gives the tokens of one identity for one service. */
export interface TokenSource {
  /** @throws CloudRefusedError when Entra ID gives none, with the AADSTS number as its code. */
  token(context: CallContext, options?: TokenOptions): Promise<string>;
}

/** An application of the customer, as which the peering is made. */
export interface AppIdentity {
  readonly appId: AppId;
  /** Its tokens for Azure Resource Manager in one tenant: at home, or where it has been made known. */
  in(tenantId: TenantId): TokenSource;
}
