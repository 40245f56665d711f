import type { Application, ServicePrincipal } from '../state/records.js';
import type { GraphCall } from './graph-call.js';

/** Moves an object among the deleted items of its directory. Its key can be given to a new one at once. */
export function softDelete({ directory, azure }: GraphCall, object: Application | ServicePrincipal): void {
  directory.applications.delete(object.id);
  directory.servicePrincipals.delete(object.id);
  object.deletedAtMs = azure.clock.now();
  directory.deletedItems.set(object.id, object);
}

/** True for an application, false for a service principal. */
export function isApplication(object: Application | ServicePrincipal): object is Application {
  return 'passwordCredentials' in object;
}
