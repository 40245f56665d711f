import type { Application, ServicePrincipal } from '../state/records.js';
import { mayChange, mayRead } from './authorize.js';
import { type GraphCall, type GraphResult, NO_CONTENT } from './graph-call.js';
import { GraphError, resourceNotFound, sameKey } from './graph-error.js';
import { page } from './listing.js';
import { isApplication } from './soft-delete.js';
import { applicationView, servicePrincipalView } from './views.js';

/** `GET /directory/deletedItems/microsoft.graph.application`, or `…servicePrincipal`: one kind at a time. */
export function listDeleted(call: GraphCall): GraphResult {
  mayRead(call);
  const wanted = call.rest.replace(/^.*microsoft\.graph\./i, '').toLowerCase();
  if (wanted !== 'application' && wanted !== 'serviceprincipal') {
    const message = `The sandbox lists deleted applications and service principals, not ${wanted}.`;
    throw new GraphError(400, 'BadRequest', message);
  }
  const items = [...call.directory.deletedItems.values()].filter(
    (item) => isApplication(item) === (wanted === 'application'),
  );
  const context = wanted === 'application' ? 'applications' : 'servicePrincipals';
  return page(
    call,
    context,
    items.map((item) => ({ id: item.id, view: viewOf(call, item) })),
  );
}

/** `GET /directory/deletedItems/{id}` */
export function getDeleted(call: GraphCall): GraphResult {
  mayRead(call);
  return { status: 200, context: 'directoryObjects/$entity', body: typed(call, find(call)) };
}

/** `POST /directory/deletedItems/{id}/restore`: an application comes back without its service principal. */
export function restoreDeleted(call: GraphCall): GraphResult {
  const item = find(call);
  mayChange(call, item);
  const { directory, azure } = call;
  if (isApplication(item)) {
    const taken = [...directory.applications.values()].some(
      ({ uniqueName }) => uniqueName !== null && uniqueName === item.uniqueName,
    );
    if (taken) throw sameKey(`Another object with the same value for property uniqueName already exists.`);
    directory.applications.set(item.id, item);
  } else {
    if (azure.directories.servicePrincipalOf(directory.id, item.appId)) throw nameInUse(item.appId);
    directory.servicePrincipals.set(item.id, item);
  }
  directory.deletedItems.delete(item.id);
  delete item.deletedAtMs;
  return { status: 200, context: 'directoryObjects/$entity', body: typed(call, item) };
}

/** `DELETE /directory/deletedItems/{id}`: for good. */
export function purgeDeleted(call: GraphCall): GraphResult {
  const item = find(call);
  mayChange(call, item);
  call.directory.deletedItems.delete(item.id);
  return NO_CONTENT;
}

/** Two service principals of one application cannot be in one directory. */
export function nameInUse(appId: string): GraphError {
  return sameKey(
    `The service principal cannot be created, updated, or restored because the service principal name ${appId} is already in use.`,
  );
}

function find({ directory, key }: GraphCall): Application | ServicePrincipal {
  const item = directory.deletedItems.get(key.value.toLowerCase());
  if (!item) throw resourceNotFound(key.value);
  return item;
}

function viewOf({ azure }: GraphCall, item: Application | ServicePrincipal) {
  return isApplication(item) ? applicationView(azure, item) : servicePrincipalView(azure, item);
}

function typed(call: GraphCall, item: Application | ServicePrincipal) {
  const type = `#microsoft.graph.${isApplication(item) ? 'application' : 'servicePrincipal'}`;
  return { '@odata.type': type, ...viewOf(call, item) };
}
