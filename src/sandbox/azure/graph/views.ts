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

const NO_INFO = {
  logoUrl: null,
  marketingUrl: null,
  privacyStatementUrl: null,
  supportUrl: null,
  termsOfServiceUrl: null,
};
const NO_PUBLISHER = { displayName: null, verifiedPublisherId: null, addedDateTime: null };

/** An application as Graph shows it, every field in the recorded order. Secrets are never in it. */
export function applicationView({ directories }: AzureContext, application: Application): JsonObject {
  const { signInAudience, extra } = application;
  const personal = signInAudience.includes('PersonalMicrosoftAccount');
  return {
    id: application.id,
    deletedDateTime: application.deletedAtMs === undefined ? null : seconds(application.deletedAtMs),
    appId: application.appId,
    applicationTemplateId: null,
    disabledByMicrosoftStatus: null,
    createdDateTime: seconds(application.createdAtMs),
    displayName: application.displayName,
    description: null,
    groupMembershipClaims: null,
    identifierUris: application.identifierUris,
    isDeviceOnlyAuthSupported: null,
    isFallbackPublicClient: null,
    nativeAuthenticationApisEnabled: null,
    notes: null,
    publisherDomain: directories.find(application.tenantId)?.domain ?? null,
    serviceManagementReference: null,
    signInAudience,
    tags: application.tags,
    tokenEncryptionKeyId: null,
    uniqueName: application.uniqueName,
    samlMetadataUrl: null,
    defaultRedirectUri: null,
    certification: null,
    optionalClaims: null,
    servicePrincipalLockConfiguration: null,
    requestSignatureVerification: null,
    addIns: [],
    api: {
      acceptMappedClaims: null,
      knownClientApplications: [],
      requestedAccessTokenVersion: personal ? 2 : null,
      oauth2PermissionScopes: [],
      preAuthorizedApplications: [],
    },
    appRoles: [],
    info: NO_INFO,
    keyCredentials: application.keyCredentials.map(keyView),
    parentalControlSettings: { countriesBlockedForMinors: [], legalAgeGroupRule: 'Allow' },
    passwordCredentials: application.passwordCredentials.map((credential) => passwordView(credential)),
    publicClient: { redirectUris: [] },
    requiredResourceAccess: [],
    verifiedPublisher: NO_PUBLISHER,
    web: {
      homePageUrl: null,
      logoutUrl: null,
      redirectUris: [],
      implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: false },
      redirectUriSettings: [],
    },
    spa: { redirectUris: [] },
    ...extra,
  };
}

/** A service principal as Graph shows it. */
export function servicePrincipalView({ directories }: AzureContext, principal: ServicePrincipal): JsonObject {
  const application = directories.applicationOf(principal.appId);
  return {
    id: principal.id,
    deletedDateTime: principal.deletedAtMs === undefined ? null : seconds(principal.deletedAtMs),
    accountEnabled: principal.accountEnabled,
    alternativeNames: [],
    appDisplayName: application?.displayName ?? principal.displayName,
    appDescription: null,
    appId: principal.appId,
    applicationTemplateId: null,
    appOwnerOrganizationId: principal.appOwnerOrganizationId,
    appRoleAssignmentRequired: false,
    createdDateTime: seconds(principal.createdAtMs),
    description: null,
    disabledByMicrosoftStatus: null,
    displayName: principal.displayName,
    homepage: null,
    loginUrl: null,
    logoutUrl: null,
    notes: null,
    notificationEmailAddresses: [],
    preferredSingleSignOnMode: null,
    preferredTokenSigningKeyThumbprint: null,
    replyUrls: [],
    servicePrincipalNames: principal.servicePrincipalNames,
    servicePrincipalType: 'Application',
    signInAudience: application?.signInAudience ?? null,
    tags: principal.tags,
    tokenEncryptionKeyId: null,
    samlSingleSignOnSettings: null,
    verifiedPublisher: NO_PUBLISHER,
    addIns: [],
    appRoles: [],
    info: NO_INFO,
    keyCredentials: [],
    oauth2PermissionScopes: [],
    passwordCredentials: [],
    resourceSpecificApplicationPermissions: [],
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

/** Stored times have no fractions. */
function seconds(atMs: number): string {
  return new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z');
}
