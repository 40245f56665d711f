import type { ArmContext } from '../arm-context.js';
import type { RouteTable, UserRoute } from '../state/records.js';
import type { Body, JsonObject } from '../wire/body.js';
import { networkError } from '../wire/errors.js';
import { checkedPrefix } from '../wire/prefixes.js';
import { subscriptionOf } from '../wire/resource-id.js';

const HOPS = ['VirtualNetworkGateway', 'VnetLocal', 'Internet', 'VirtualAppliance', 'None'];

/**
 * A route as a body asks for it. The wordings on next hops are not recorded.
 * @throws {ArmError}
 */
export function routeIn(tableId: string, name: string, body: Body): UserRoute {
  const id = `${tableId}/routes/${name}`;
  const properties = body.child('properties');
  const addressPrefix = properties.text('addressPrefix') ?? '';
  // A service tag stands for its prefixes.
  if (!/^[a-z][\w.]*$/i.test(addressPrefix)) checkedPrefix(addressPrefix, id);
  const given = properties.text('nextHopType') ?? '';
  const nextHopType = HOPS.find((hop) => hop.toLowerCase() === given.toLowerCase());
  if (nextHopType === undefined) {
    throw networkError(
      400,
      'InvalidNextHopType',
      `Route ${id} has invalid NextHopType '${given}'. Allowed values: ${HOPS.join(', ')}.`,
    );
  }
  const nextHopIpAddress = properties.text('nextHopIpAddress');
  const wantsAddress = nextHopType === 'VirtualAppliance';
  if (wantsAddress !== (nextHopIpAddress !== undefined && nextHopIpAddress !== '')) {
    const rule = wantsAddress ? 'must be specified' : 'cannot be specified';
    throw networkError(
      400,
      'InvalidNextHopIpAddress',
      `Next hop IP address of route ${id} ${rule} for next hop type ${nextHopType}.`,
    );
  }
  return {
    id,
    name,
    addressPrefix,
    nextHopType,
    nextHopIpAddress: wantsAddress ? nextHopIpAddress : undefined,
  };
}

/**
 * Two routes of a table cannot have one prefix, and a table holds only so many.
 * @throws {ArmError} RouteConflict
 */
export function checkRoutes(arm: ArmContext, tableId: string, routes: readonly UserRoute[]): void {
  for (const [index, route] of routes.entries()) {
    const other = routes.slice(0, index).find(({ addressPrefix }) => addressPrefix === route.addressPrefix);
    if (!other) continue;
    const message = `Route ${other.name} conflicts with route ${route.name}. Routes cannot have the same AddressPrefix.`;
    throw networkError(400, 'RouteConflict', message);
  }
  const { routesPerTable } = arm.rules.limitsOf(subscriptionOf(tableId) ?? '');
  if (routes.length <= routesPerTable) return;
  throw networkError(
    400,
    'RouteCountLimitReached',
    `Route table ${tableId} cannot have more than ${routesPerTable} routes.`,
  );
}

/** A route as it is answered. */
export function routeView(table: RouteTable, route: UserRoute, provisioningState: string): JsonObject {
  const { name, id, addressPrefix, nextHopType, nextHopIpAddress } = route;
  const hop = { nextHopType, ...(nextHopIpAddress === undefined ? {} : { nextHopIpAddress }) };
  return {
    name,
    id,
    etag: table.etag,
    properties: { provisioningState, addressPrefix, ...hop, hasBgpOverride: false },
    type: 'Microsoft.Network/routeTables/routes',
  };
}
