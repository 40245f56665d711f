import type { CallContext } from '../arm/arm.js';
import type { AppId, ApplicationObjectId, ServicePrincipalId } from '../ids.js';
import type { Application, NewPassword, PasswordCredential, ServicePrincipal } from './model.js';

/** What of an application is set; everything else of it stays as it is. */
export interface ApplicationFields {
  readonly displayName: string;
  readonly signInAudience: 'AzureADMultipleOrgs';
}

/**
 * The calls of Microsoft Graph that dfcloud makes, and no others. Every call throws `CloudRefusedError`, `ResponseError`,
 * `NetworkError` or `AbortedError`; where the thing itself may be missing, the answer is undefined instead. What was
 * made a moment ago may be missing for up to two minutes.
 */
export interface Graph {
  /** The URL that the calls go to. */
  readonly endpoint: string;

  /** By the key that its maker gave it. */
  applicationByUniqueName(uniqueName: string, context: CallContext): Promise<Application | undefined>;
  applicationByAppId(appId: AppId, context: CallContext): Promise<Application | undefined>;
  applicationById(id: ApplicationObjectId, context: CallContext): Promise<Application | undefined>;
  /** Creates the application of this key, or sets the fields of the one that has it. Never makes a second one. */
  upsertApplication(uniqueName: string, fields: ApplicationFields, context: CallContext): Promise<void>;
  /** Deletes an application and its service principal at home; fine when it is gone. */
  deleteApplication(id: ApplicationObjectId, context: CallContext): Promise<void>;

  /** Makes a secret. Its text is in this answer only. */
  addPassword(
    id: ApplicationObjectId,
    password: { readonly displayName: string; readonly endsAt: Date },
    context: CallContext,
  ): Promise<NewPassword>;
  /** Removes a secret; fine when it is gone. */
  removePassword(
    id: ApplicationObjectId,
    keyId: PasswordCredential['keyId'],
    context: CallContext,
  ): Promise<void>;

  servicePrincipalByAppId(appId: AppId, context: CallContext): Promise<ServicePrincipal | undefined>;
  servicePrincipalById(id: ServicePrincipalId, context: CallContext): Promise<ServicePrincipal | undefined>;
  /** Makes an application, also one of another tenant, known in this one. */
  createServicePrincipal(appId: AppId, context: CallContext): Promise<ServicePrincipal>;
  /** Deletes a service principal; fine when it is gone. */
  deleteServicePrincipal(id: ServicePrincipalId, context: CallContext): Promise<void>;
}
