import type { Clock } from '../internal/clock.js';
import { openAuthorization } from './auth/authorization.js';
import type { Compute } from './compute/compute.js';
import { RestCompute } from './compute/rest-compute.js';
import { resolveEndpoints } from './endpoints.js';
import type { Settings } from './options.js';
import { RestClient } from './rest/rest-client.js';

/**
 * Opens the way to Google Cloud: finds out where the calls go, and who makes them. Makes no request.
 *
 * @throws InvalidInputError when the endpoint is not legal, Google's library is missing, or a real token would get to a
 * server on loopback.
 */
export async function openCompute(settings: Settings, clock: Clock): Promise<Compute> {
  const endpoints = resolveEndpoints(settings.endpoint);
  const authorize = await openAuthorization(settings, endpoints);
  const client = new RestClient({ authorize, timeoutMs: settings.timeoutMs, clock });
  return new RestCompute(client, endpoints, settings.projectId);
}
