import type { Needed } from '../action.js';
import type { Call } from '../gcp-context.js';
import type { Network } from '../state/records.js';
import { invalidValue, notFound, notReady } from '../wire/errors.js';
import { pathOf, projectOf } from '../wire/links.js';

/**
 * The network that a body's field names, one of the project's own.
 * @throws {GcpError} 400, 404
 */
export function networkNamed(call: Call, reference: string, field = 'resource.network'): Network {
  const path = networkPath(call, reference);
  if (path === undefined) throw invalidValue(field, reference, 'The URL is malformed.');
  if (projectOf(path) !== call.project.id) {
    throw invalidValue(field, path, 'Cross project referencing is not allowed for this resource.');
  }
  const network = call.world.networks.get(path);
  if (!network || !call.sees(network)) throw notFound(path);
  if (network.phase !== 'ready') throw notReady(path);
  return network;
}

/** The path of a network that a request names, in whatever form, with the project's id for its number. */
export function networkPath(call: Call, reference: string): string | undefined {
  const path = pathOf(reference, call.project.id);
  if (path === undefined || !/^projects\/[^/]+\/global\/networks\/[^/]+$/.test(path)) return undefined;
  const project = call.gcp.projects.find(projectOf(path));
  return project ? path.replace(/^projects\/[^/]+/, `projects/${project.id}`) : path;
}

/** The permission to change what a network lets through, on the one that the body names; another project's is refused later. */
export function onNamedNetwork(call: Call, reference: string | undefined): Needed[] {
  const path = reference === undefined ? undefined : networkPath(call, reference);
  if (path === undefined || projectOf(path) !== call.project.id) return [];
  return [{ permission: 'compute.networks.updatePolicy', path }];
}
