import { defined } from '../../../internal/defined.js';
import type { Application } from '../state/records.js';
import { mayChange, mayCreate, mayRead } from './authorize.js';
import { checkNames, textField, textsField, without } from './fields.js';
import { applicationByKey, findApplication } from './find-object.js';
import { createsIfMissing, type GraphCall, type GraphResult, NO_CONTENT } from './graph-call.js';
import { badRequest, invalidValue, resourceNotFound } from './graph-error.js';
import { keyCredentialsIn } from './key-credentials.js';
import { page, selected } from './listing.js';
import { softDelete } from './soft-delete.js';
import { applicationView } from './views.js';

const RESOURCE = 'Application';
const CONTEXT = 'applications';
const AUDIENCES = [
  'AzureADMyOrg',
  'AzureADMultipleOrgs',
  'AzureADandPersonalMicrosoftAccount',
  'PersonalMicrosoftAccount',
];
/** What the double reads; the rest is kept as it was sent. */
const UNDERSTOOD = [
  'displayName',
  'signInAudience',
  'identifierUris',
  'tags',
  'keyCredentials',
  'passwordCredentials',
];
const KEPT = [
  'addIns',
  'api',
  'appRoles',
  'defaultRedirectUri',
  'description',
  'groupMembershipClaims',
  'info',
  'isDeviceOnlyAuthSupported',
  'isFallbackPublicClient',
  'nativeAuthenticationApisEnabled',
  'notes',
  'optionalClaims',
  'parentalControlSettings',
  'publicClient',
  'requestSignatureVerification',
  'requiredResourceAccess',
  'samlMetadataUrl',
  'serviceManagementReference',
  'servicePrincipalLockConfiguration',
  'spa',
  'tokenEncryptionKeyId',
  'web',
];
const READ_ONLY = ['id', 'appId', 'createdDateTime', 'deletedDateTime', 'publisherDomain', 'uniqueName'];

/** `GET /applications` */
export function listApplications(call: GraphCall): GraphResult {
  mayRead(call);
  const all = [...call.directory.applications.values()];
  const views = all.map((application) => ({
    id: application.id,
    view: applicationView(call.azure, application),
  }));
  return { ...page(call, CONTEXT, views), units: 2 };
}

/** `GET /applications/{id}`, also by `appId` or `uniqueName`. */
export function getApplication(call: GraphCall): GraphResult {
  mayRead(call);
  const view = applicationView(call.azure, findApplication(call));
  return { status: 200, context: `${CONTEXT}/$entity`, body: selected(view, call.query.get('$select')) };
}

/** `POST /applications`: names need not be unique. */
export function createApplication(call: GraphCall): GraphResult {
  mayCreate(call);
  return create(call, undefined);
}

/** `PATCH /applications/{id}` */
export function updateApplication(call: GraphCall): GraphResult {
  const application = findApplication(call);
  mayChange(call, application);
  change(application, changesIn(call));
  return NO_CONTENT;
}

/**
 * `PATCH /applications(uniqueName='…')`: with `Prefer: create-if-missing` it makes what is not there. The key is
 * looked up in the directory itself, so that a copy that lags never lets a second one be made; what lies among the
 * deleted items does not count.
 */
export function upsertApplication(call: GraphCall): GraphResult {
  const existing = applicationByKey(call);
  if (!existing && !createsIfMissing(call)) throw resourceNotFound(call.key.value);
  if (!existing) {
    mayCreate(call);
    return create(call, call.key.value);
  }
  mayChange(call, existing);
  change(existing, changesIn(call));
  return NO_CONTENT;
}

/** `DELETE /applications/{id}`: it can be restored for a while, as can its service principal of this directory. */
export function deleteApplication(call: GraphCall): GraphResult {
  const application = findApplication(call);
  mayChange(call, application);
  const principal = call.azure.directories.servicePrincipalOf(call.directory.id, application.appId);
  if (principal) softDelete(call, principal);
  softDelete(call, application);
  return NO_CONTENT;
}

function create(call: GraphCall, uniqueName: string | undefined): GraphResult {
  const { body, azure, directory, caller, fate } = call;
  const displayName = textField(body, 'displayName', RESOURCE);
  if (displayName === undefined || displayName === '') {
    throw badRequest(`A value is required for property 'displayName' of resource '${RESOURCE}'.`);
  }
  const changes = changesIn(call);
  const ownerId = caller.kind === 'app' ? caller.objectId : undefined;
  const given = { displayName, uniqueName, ownerId };
  const application = azure.directories.addApplication(directory.id, given, fate.hiddenMs);
  change(application, changes);
  // The answer to a creation has the full time, reads have whole seconds.
  const createdDateTime = new Date(application.createdAtMs).toISOString().replace('Z', '0000Z');
  const view = { ...applicationView(azure, application), createdDateTime };
  const path = `${directory.id}/directoryObjects/${application.id}/Microsoft.DirectoryServices.Application`;
  return { status: 201, context: `${CONTEXT}/$entity`, body: view, created: { path } };
}

/** What a body writes. All of it is checked before any of it is. */
function changesIn({ azure, body }: GraphCall) {
  checkNames(body, [...UNDERSTOOD, ...KEPT], READ_ONLY);
  const passwords = body.passwordCredentials;
  if (Array.isArray(passwords) && passwords.length > 0) {
    throw badRequest('Secrets are made by addPassword; passwordCredentials cannot be set here.');
  }
  const signInAudience = textField(body, 'signInAudience', RESOURCE);
  if (signInAudience !== undefined && !AUDIENCES.includes(signInAudience)) {
    throw invalidValue('signInAudience', RESOURCE);
  }
  return {
    displayName: textField(body, 'displayName', RESOURCE),
    signInAudience,
    identifierUris: textsField(body, 'identifierUris', RESOURCE),
    tags: textsField(body, 'tags', RESOURCE),
    keyCredentials: keyCredentialsIn(body, azure.ids),
    extra: without(body, UNDERSTOOD),
  };
}

function change(application: Application, { extra, ...fields }: ReturnType<typeof changesIn>): void {
  Object.assign(application, defined(fields), { extra: { ...application.extra, ...extra } });
}
