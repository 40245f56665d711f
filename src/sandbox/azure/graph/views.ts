import type { AzureContext } from '../azure-context.js';
import type {
  Application,
  FederatedCredential,
  JsonObject,
  KeyCredential,
  PasswordCredential,
  ServicePrincipal,
  User,
} from '../state/records.js';
import { BLANK_APPLICATION, BLANK_SERVICE_PRINCIPAL } from './blank-objects.js';

/** An application as Graph shows it. Secrets are never in it. */
export function applicationView({ directories }: AzureContext, application: Application): JsonObject {
  const { signInAudience } = application;
  const personal = signInAudience.includes('PersonalMicrosoftAccount');
  const { api } = BLANK_APPLICATION;
  return {
    ...BLANK_APPLICATION,
    ...objectTimes(application),
    id: application.id,
    appId: application.appId,
    displayName: application.displayName,
    identifierUris: application.identifierUris,
    publisherDomain: directories.find(application.tenantId)?.domain ?? null,
    signInAudience,
    tags: application.tags,
    uniqueName: application.uniqueName,
    api: { ...api, requestedAccessTokenVersion: personal ? 2 : null },
    keyCredentials: application.keyCredentials.map(keyView),
    passwordCredentials: application.passwordCredentials.map((credential) => passwordView(credential)),
    ...application.extra,
  };
}

/** A service principal as Graph shows it. */
export function servicePrincipalView({ directories }: AzureContext, principal: ServicePrincipal): JsonObject {
  const application = directories.applicationOf(principal.appId);
  return {
    ...BLANK_SERVICE_PRINCIPAL,
    ...objectTimes(principal),
    id: principal.id,
    accountEnabled: principal.accountEnabled,
    appDisplayName: application?.displayName ?? principal.displayName,
    appId: principal.appId,
    appOwnerOrganizationId: principal.appOwnerOrganizationId,
    displayName: principal.displayName,
    servicePrincipalNames: principal.servicePrincipalNames,
    signInAudience: application?.signInAudience ?? null,
    tags: principal.tags,
    ...principal.extra,
  };
}

/** A person, with the fields that every caller may see. */
export function userView(user: User): JsonObject {
  return {
    id: user.id,
    displayName: user.displayName,
    givenName: null,
    surname: null,
    mail: null,
    userPrincipalName: user.userPrincipalName,
  };
}

/** A client secret; its text is known in one answer only. */
export function passwordView(
  { displayName, endDateTime, hint, keyId, startDateTime }: PasswordCredential,
  secretText: string | null = null,
): JsonObject {
  return { customKeyIdentifier: null, displayName, endDateTime, hint, keyId, secretText, startDateTime };
}

/** Whose tokens an application trusts. */
export function federatedView({
  id,
  name,
  issuer,
  subject,
  description,
  audiences,
}: FederatedCredential): JsonObject {
  return { id, name, issuer, subject, description, audiences };
}

function keyView({
  customKeyIdentifier,
  displayName,
  endDateTime,
  keyId,
  startDateTime,
}: KeyCredential): JsonObject {
  const kind = { type: 'AsymmetricX509Cert', usage: 'Verify' };
  return { customKeyIdentifier, displayName, endDateTime, key: null, keyId, startDateTime, ...kind };
}

function objectTimes({
  createdAtMs,
  deletedAtMs,
}: Pick<Application, 'createdAtMs' | 'deletedAtMs'>): JsonObject {
  return {
    createdDateTime: seconds(createdAtMs),
    deletedDateTime: deletedAtMs === undefined ? null : seconds(deletedAtMs),
  };
}

/** Stored times have no fractions. */
function seconds(atMs: number): string {
  return new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z');
}
