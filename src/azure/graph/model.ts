import type { AppId, ApplicationObjectId, ServicePrincipalId, TenantId } from '../ids.js';

/* What dfcloud reads in Microsoft Graph. */

/** An application, in its home tenant. */
export interface Application {
  readonly id: ApplicationObjectId;
  readonly appId: AppId;
  readonly displayName: string;
  /** The key that its maker gave it; unique in the tenant. */
  readonly uniqueName?: string;
  /** `AzureADMultipleOrgs` for one that other tenants can know. */
  readonly signInAudience: string;
  /** Its secrets, without their texts. */
  readonly passwords: readonly PasswordCredential[];
}

/** A secret of an application. Graph never shows its text again. */
export interface PasswordCredential {
  readonly keyId: string;
  readonly displayName?: string;
  readonly endsAt?: Date;
}

/** A secret that was made just now. */
export interface NewPassword {
  readonly keyId: string;
  /** The secret itself. */
  readonly secretText: string;
}

/** What an application is in one tenant. */
export interface ServicePrincipal {
  readonly id: ServicePrincipalId;
  readonly appId: AppId;
  readonly displayName: string;
  /** The home tenant of the application. */
  readonly ownerTenantId?: TenantId;
}
