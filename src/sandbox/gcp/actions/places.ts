import type { Call } from '../gcp-context.js';
import { isRegion, isZone } from '../regions.js';
import { invalidValue } from '../wire/errors.js';

/**
 * `regions/us-central1`, of the region that a request's path names.
 * @throws {GcpError} 400 for a region that does not exist
 */
export function regionScope(call: Call): string {
  const region = call.part('region');
  if (!isRegion(region)) throw invalidValue('region', region, 'Unknown region.');
  return `regions/${region}`;
}

/**
 * `zones/us-central1-a`, of the zone that a request's path names.
 * @throws {GcpError} 400 for a zone that does not exist
 */
export function zoneScope(call: Call): string {
  const zone = call.part('zone');
  if (!isZone(zone)) throw invalidValue('zone', zone, 'Unknown zone.');
  return `zones/${zone}`;
}
