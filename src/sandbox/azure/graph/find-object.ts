import type { Application, ServicePrincipal } from '../state/records.js';
import type { GraphCall } from './graph-call.js';
import { resourceNotFound } from './graph-error.js';

/**
 * The application that the URL names, where Graph sees it by now.
 * @throws {GraphError} 404
 */
export function findApplication(call: GraphCall): Application {
  return seen(call, applicationByKey(call));
}

/** The application that the URL names, seen or not. */
export function applicationByKey({ directory, key }: GraphCall): Application | undefined {
  const wanted = key.value.toLowerCase();
  if (key.by === 'id') return directory.applications.get(wanted);
  const all = [...directory.applications.values()];
  if (key.by === 'appId') return all.find(({ appId }) => appId === wanted);
  // Unlike names that people see, this one is compared letter by letter.
  return key.by === 'uniqueName' ? all.find(({ uniqueName }) => uniqueName === key.value) : undefined;
}

/**
 * The service principal that the URL names, where Graph sees it by now.
 * @throws {GraphError} 404
 */
export function findServicePrincipal(call: GraphCall): ServicePrincipal {
  return seen(call, servicePrincipalByKey(call));
}

/** The service principal that the URL names, seen or not. */
export function servicePrincipalByKey({ directory, key, azure }: GraphCall): ServicePrincipal | undefined {
  if (key.by === 'id') return directory.servicePrincipals.get(key.value.toLowerCase());
  return key.by === 'appId' ? azure.directories.servicePrincipalOf(directory.id, key.value) : undefined;
}

function seen<T extends { readonly id: string }>({ azure, key }: GraphCall, object: T | undefined): T {
  if (object && !azure.consistency.lags('graph', object.id)) return object;
  throw resourceNotFound(key.value);
}
