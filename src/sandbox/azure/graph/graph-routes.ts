import type { ReceivedRequest } from '../../http-server.js';
import {
  createApplication,
  deleteApplication,
  getApplication,
  listApplications,
  updateApplication,
  upsertApplication,
} from './applications.js';
import { getDeleted, listDeleted, purgeDeleted, restoreDeleted } from './deleted-items.js';
import { getByIds, getDirectoryObject, listOrganization } from './directory-objects.js';
import {
  createFederated,
  deleteFederated,
  getFederated,
  listFederated,
  updateFederated,
} from './federated-credentials.js';
import type { GraphCall, GraphResult, ObjectKey } from './graph-call.js';
import { addPassword, removePassword } from './passwords.js';
import {
  createServicePrincipal,
  deleteServicePrincipal,
  getServicePrincipal,
  listServicePrincipals,
  updateServicePrincipal,
  upsertServicePrincipal,
} from './service-principals.js';

/** One method on one kind of path. */
export interface GraphRoute {
  /** `applications.get`: what a fault can be put on, behind `graph.`. */
  readonly name: string;
  readonly run: (call: GraphCall) => GraphResult;
}

/** The route of a request, and what its path names. */
export interface RouteMatch {
  readonly route: GraphRoute;
  readonly key: ObjectKey;
  readonly rest: string;
}

/** `/{id}`, or `(property='value')` right behind the collection. */
const KEY = String.raw`(?:/(?<id>[^/()]+)|\((?<by>\w+)='(?<value>(?:[^']|'')*)'\))`;
const BY_UNIQUE_NAME = String.raw`\((?<by>uniqueName)='(?<value>(?:[^']|'')*)'\)`;
const BY_APP_ID = String.raw`\((?<by>appId)='(?<value>(?:[^']|'')*)'\)`;

/** In the order in which they are tried: an upsert before the update of the same path. */
const TABLE: readonly (readonly [name: string, method: string, path: string, run: GraphRoute['run']])[] = [
  ['applications.list', 'GET', '/applications', listApplications],
  ['applications.create', 'POST', '/applications', createApplication],
  ['applications.upsert', 'PATCH', `/applications${BY_UNIQUE_NAME}`, upsertApplication],
  ['applications.get', 'GET', `/applications${KEY}`, getApplication],
  ['applications.update', 'PATCH', `/applications${KEY}`, updateApplication],
  ['applications.delete', 'DELETE', `/applications${KEY}`, deleteApplication],
  ['applications.addPassword', 'POST', `/applications${KEY}/addPassword`, addPassword],
  ['applications.removePassword', 'POST', `/applications${KEY}/removePassword`, removePassword],
  [
    'federatedIdentityCredentials.list',
    'GET',
    `/applications${KEY}/federatedIdentityCredentials`,
    listFederated,
  ],
  [
    'federatedIdentityCredentials.create',
    'POST',
    `/applications${KEY}/federatedIdentityCredentials`,
    createFederated,
  ],
  [
    'federatedIdentityCredentials.get',
    'GET',
    `/applications${KEY}/federatedIdentityCredentials/[^/]+`,
    getFederated,
  ],
  [
    'federatedIdentityCredentials.update',
    'PATCH',
    `/applications${KEY}/federatedIdentityCredentials/[^/]+`,
    updateFederated,
  ],
  [
    'federatedIdentityCredentials.delete',
    'DELETE',
    `/applications${KEY}/federatedIdentityCredentials/[^/]+`,
    deleteFederated,
  ],
  ['servicePrincipals.list', 'GET', '/servicePrincipals', listServicePrincipals],
  ['servicePrincipals.create', 'POST', '/servicePrincipals', createServicePrincipal],
  ['servicePrincipals.upsert', 'PATCH', `/servicePrincipals${BY_APP_ID}`, upsertServicePrincipal],
  ['servicePrincipals.get', 'GET', `/servicePrincipals${KEY}`, getServicePrincipal],
  ['servicePrincipals.update', 'PATCH', `/servicePrincipals${KEY}`, updateServicePrincipal],
  ['servicePrincipals.delete', 'DELETE', `/servicePrincipals${KEY}`, deleteServicePrincipal],
  ['directoryObjects.getByIds', 'POST', '/directoryObjects/getByIds', getByIds],
  ['directoryObjects.get', 'GET', '/directoryObjects/(?<id>[^/()]+)', getDirectoryObject],
  ['deletedItems.list', 'GET', String.raw`/directory/deletedItems/microsoft\.graph\.\w+`, listDeleted],
  ['deletedItems.get', 'GET', '/directory/deletedItems/(?<id>[^/()]+)', getDeleted],
  ['deletedItems.restore', 'POST', '/directory/deletedItems/(?<id>[^/()]+)/restore', restoreDeleted],
  ['deletedItems.delete', 'DELETE', '/directory/deletedItems/(?<id>[^/()]+)', purgeDeleted],
  ['organization.list', 'GET', '/organization', listOrganization],
];

/** All routes by name. */
export const GRAPH_ROUTES: readonly GraphRoute[] = TABLE.map(([name, , , run]) => ({ name, run }));

const PATTERNS = TABLE.map(([name, method, path, run]) => ({
  route: { name, run },
  method,
  // The names of collections are taken in any case, as the service does.
  pattern: new RegExp(`^/v1\\.0${path}$`, 'i'),
}));

/** The route that a request is for; undefined: there is none, or the path is no proper URL. */
export function findRoute({
  method,
  path,
}: Pick<ReceivedRequest, 'method' | 'path'>): RouteMatch | undefined {
  const unescaped = decoded(path);
  for (const { route, method: wanted, pattern } of PATTERNS) {
    const match = method === wanted && pattern.exec(unescaped);
    if (!match) continue;
    const { id, by = 'id', value = '' } = match.groups ?? {};
    const key = { by, value: (id ?? value).replaceAll("''", "'") };
    return { route, key, rest: unescaped };
  }
  return undefined;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
