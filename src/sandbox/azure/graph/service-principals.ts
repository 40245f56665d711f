import { defined } from '../../../internal/defined.js';
import type { JsonObject, ServicePrincipal } from '../state/records.js';
import { mayAddServicePrincipal, mayChange, mayCreate, mayRead } from './authorize.js';
import { nameInUse } from './deleted-items.js';
import { checkNames, textField, textsField, without } from './fields.js';
import { findServicePrincipal, servicePrincipalByKey } from './find-object.js';
import { createsIfMissing, type GraphCall, type GraphResult, NO_CONTENT } from './graph-call.js';
import {
  backingApplicationElsewhere,
  badRequest,
  invalidValue,
  noBackingApplication,
  resourceNotFound,
} from './graph-error.js';
import { page, selected } from './listing.js';
import { softDelete } from './soft-delete.js';
import { servicePrincipalView } from './views.js';

const RESOURCE = 'ServicePrincipal';
const CONTEXT = 'servicePrincipals';
const UNDERSTOOD = ['appId', 'accountEnabled', 'displayName', 'tags', 'servicePrincipalNames'];
const KEPT = [
  'alternativeNames',
  'appRoleAssignmentRequired',
  'description',
  'homepage',
  'loginUrl',
  'notes',
  'notificationEmailAddresses',
  'preferredSingleSignOnMode',
  'replyUrls',
  'samlSingleSignOnSettings',
];
const READ_ONLY = ['id', 'appOwnerOrganizationId', 'createdDateTime', 'deletedDateTime', 'signInAudience'];
/** What lets an application have service principals outside of its own directory. */
const MULTI_TENANT = ['AzureADMultipleOrgs', 'AzureADandPersonalMicrosoftAccount'];

/** `GET /servicePrincipals` */
export function listServicePrincipals(call: GraphCall): GraphResult {
  mayRead(call);
  const all = [...call.directory.servicePrincipals.values()];
  const views = all.map((principal) => ({
    id: principal.id,
    view: servicePrincipalView(call.azure, principal),
  }));
  return page(call, CONTEXT, views);
}

/** `GET /servicePrincipals/{id}`, also by `appId`. */
export function getServicePrincipal(call: GraphCall): GraphResult {
  mayRead(call);
  const view = servicePrincipalView(call.azure, findServicePrincipal(call));
  return { status: 200, context: `${CONTEXT}/$entity`, body: selected(view, call.query.get('$select')) };
}

/** `POST /servicePrincipals`: of an application of this directory, or of another directory's multi-tenant one. */
export function createServicePrincipal(call: GraphCall): GraphResult {
  mayCreate(call);
  const appId = textField(call.body, 'appId', RESOURCE) ?? '';
  return create(call, appId);
}

/** `PATCH /servicePrincipals/{id}` */
export function updateServicePrincipal(call: GraphCall): GraphResult {
  const principal = findServicePrincipal(call);
  mayChange(call, principal);
  change(principal, changesIn(call.body, principal.appId));
  return NO_CONTENT;
}

/** `PATCH /servicePrincipals(appId='…')`: with `Prefer: create-if-missing` it makes what is not there. */
export function upsertServicePrincipal(call: GraphCall): GraphResult {
  const existing = servicePrincipalByKey(call);
  if (!existing && !createsIfMissing(call)) throw resourceNotFound(call.key.value);
  if (!existing) {
    mayCreate(call);
    return create(call, call.key.value);
  }
  mayChange(call, existing);
  change(existing, changesIn(call.body, existing.appId));
  return NO_CONTENT;
}

/** `DELETE /servicePrincipals/{id}` */
export function deleteServicePrincipal(call: GraphCall): GraphResult {
  const principal = findServicePrincipal(call);
  mayChange(call, principal);
  softDelete(call, principal);
  return NO_CONTENT;
}

function create(call: GraphCall, appId: string): GraphResult {
  const { azure, directory, caller, body, fate } = call;
  const { directories, consistency } = azure;
  const changes = changesIn(body, appId.toLowerCase());
  const application = directories.applicationOf(appId);
  if (!application) throw noBackingApplication(appId);
  // News of a new application reach this part of the directory in two steps, each with a refusal of its own.
  if (consistency.lags('graph', application.id)) throw noBackingApplication(appId);
  if (consistency.lags('graphList', application.id)) throw backingApplicationElsewhere();
  const foreign = application.tenantId !== directory.id;
  if (foreign && !MULTI_TENANT.includes(application.signInAudience)) throw noBackingApplication(appId);
  mayAddServicePrincipal(call, application);
  if (directories.servicePrincipalOf(directory.id, appId)) throw nameInUse(application.appId);
  const owner = caller.kind === 'app' ? caller.objectId : undefined;
  const principal = directories.addServicePrincipal(directory.id, application, owner, fate.hiddenMs);
  change(principal, changes);
  const path = `${directory.id}/directoryObjects/${principal.id}/Microsoft.DirectoryServices.ServicePrincipal`;
  const view = servicePrincipalView(azure, principal);
  return { status: 201, context: `${CONTEXT}/$entity`, body: view, created: { path } };
}

/** What a body writes. All of it is checked before any of it is. */
function changesIn(body: JsonObject, ownAppId: string) {
  checkNames(body, [...UNDERSTOOD, ...KEPT], READ_ONLY);
  const { accountEnabled } = body;
  if (accountEnabled !== undefined && typeof accountEnabled !== 'boolean') {
    throw invalidValue('accountEnabled', RESOURCE);
  }
  const appId = textField(body, 'appId', RESOURCE)?.toLowerCase();
  if (appId !== undefined && appId !== ownAppId) {
    throw badRequest("Property 'appId' is read-only and cannot be set.");
  }
  return {
    accountEnabled,
    displayName: textField(body, 'displayName', RESOURCE),
    tags: textsField(body, 'tags', RESOURCE),
    servicePrincipalNames: textsField(body, 'servicePrincipalNames', RESOURCE),
    extra: without(body, UNDERSTOOD),
  };
}

function change(principal: ServicePrincipal, { extra, ...fields }: ReturnType<typeof changesIn>): void {
  Object.assign(principal, defined(fields), { extra: { ...principal.extra, ...extra } });
}
