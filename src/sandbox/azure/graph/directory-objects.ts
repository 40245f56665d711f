import type { JsonObject } from '../state/records.js';
import { mayRead } from './authorize.js';
import { textsField } from './fields.js';
import type { GraphCall, GraphResult } from './graph-call.js';
import { badRequest, resourceNotFound } from './graph-error.js';
import { applicationView, servicePrincipalView, userView } from './views.js';

/** `POST /directoryObjects/getByIds`: what exists of a list of ids; what does not is left out without a word. */
export function getByIds(call: GraphCall): GraphResult {
  mayRead(call);
  const ids = textsField(call.body, 'ids', 'directoryObject') ?? [];
  const types = textsField(call.body, 'types', 'directoryObject') ?? [];
  if (ids.length === 0) throw badRequest("The 'ids' parameter must hold at least one id.");
  const found = ids.map((id) => typedView(call, id)).filter((view) => view !== undefined);
  const wanted = found.filter(
    (view) => types.length === 0 || types.some((type) => view['@odata.type'] === `#microsoft.graph.${type}`),
  );
  return {
    status: 200,
    context: 'directoryObjects',
    body: { value: wanted },
    created: { path: '' },
    units: 3,
  };
}

/** `GET /directoryObjects/{id}` */
export function getDirectoryObject(call: GraphCall): GraphResult {
  mayRead(call);
  const body = typedView(call, call.key.value);
  if (!body) throw resourceNotFound(call.key.value);
  return { status: 200, context: 'directoryObjects/$entity', body };
}

/** `GET /organization`: the directory itself. */
export function listOrganization(call: GraphCall): GraphResult {
  mayRead(call);
  const { id, displayName, domain } = call.directory;
  const verifiedDomains = [
    { capabilities: 'Email', isDefault: true, isInitial: true, name: domain, type: 'Managed' },
  ];
  return { status: 200, context: 'organization', body: { value: [{ id, displayName, verifiedDomains }] } };
}

function typedView({ azure, directory }: GraphCall, given: string): JsonObject | undefined {
  const id = given.toLowerCase();
  if (azure.consistency.lags('graph', id)) return undefined;
  const principal = directory.servicePrincipals.get(id);
  if (principal) return typed('servicePrincipal', servicePrincipalView(azure, principal));
  const application = directory.applications.get(id);
  if (application) return typed('application', applicationView(azure, application));
  const user = directory.users.get(id);
  return user && typed('user', userView(user));
}

function typed(type: string, view: JsonObject): JsonObject {
  return { '@odata.type': `#microsoft.graph.${type}`, ...view };
}
