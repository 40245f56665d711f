import type { Application, ServicePrincipal } from '../state/records.js';
import type { GraphCall } from './graph-call.js';
import { backingApplicationElsewhere, denied } from './graph-error.js';

const READ = [
  'Application.Read.All',
  'Application.ReadWrite.All',
  // It may read all, too: so the permissions reference says.
  'Application.ReadWrite.OwnedBy',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
];
const WRITE = ['Application.ReadWrite.All', 'Directory.ReadWrite.All'];
const WRITE_OWNED = 'Application.ReadWrite.OwnedBy';

/**
 * Reading applications, service principals and what was deleted.
 * @throws {GraphError} 403
 */
export function mayRead(call: GraphCall): void {
  if (!has(call, READ)) throw denied();
}

/**
 * Making an application: whoever may do it with `OwnedBy` becomes its owner.
 * @throws {GraphError} 403
 */
export function mayCreate(call: GraphCall): void {
  if (!has(call, [...WRITE, WRITE_OWNED])) throw denied();
}

/**
 * Changing or deleting an object.
 * @throws {GraphError} 403
 */
export function mayChange(call: GraphCall, object: Application | ServicePrincipal): void {
  if (has(call, WRITE)) return;
  if (has(call, [WRITE_OWNED]) && object.ownerIds.includes(call.caller.objectId)) return;
  throw denied();
}

/**
 * Adding a service principal. With `OwnedBy` the application must be the caller's own, so the vendor's cannot be added.
 * @throws {GraphError} 403
 */
export function mayAddServicePrincipal(call: GraphCall, application: Application): void {
  if (has(call, WRITE)) return;
  if (!has(call, [WRITE_OWNED])) throw denied();
  if (application.tenantId !== call.directory.id) throw backingApplicationElsewhere();
  if (!application.ownerIds.includes(call.caller.objectId)) throw denied();
}

function has({ permissions }: GraphCall, needed: readonly string[]): boolean {
  return permissions === 'everything' || permissions.graph.some((permission) => needed.includes(permission));
}
