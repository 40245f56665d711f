import type { ArmCall, ArmContext, ArmResult, ArmRoute } from '../arm-context.js';
import type { RouteTable, UserRoute } from '../state/records.js';
import { childRoutes } from '../tracked/child.js';
import { topLevelRoutes } from '../tracked/top-level.js';
import { checkVersion, deleting, newTracked, touch, trackedView, writing } from '../tracked/tracked.js';
import type { JsonObject } from '../wire/body.js';
import { networkError } from '../wire/errors.js';
import { sameId } from '../wire/resource-id.js';
import { checkRoutes, routeIn, routeView } from './user-routes.js';

const TYPE = 'Microsoft.Network/routeTables';

/** Route tables and their routes. */
export const ROUTE_TABLE_ROUTES: readonly ArmRoute[] = [
  ...childRoutes<RouteTable, UserRoute>({
    name: 'routes',
    parentType: TYPE,
    table: ({ routeTables }) => routeTables,
    children: ({ routes }) => routes,
    read: ({ arm }, table, name, body) => {
      const route = routeIn(table.id, name, body);
      const others = [...table.routes.values()].filter(
        (other) => other.name.toLowerCase() !== name.toLowerCase(),
      );
      checkRoutes(arm, table.id, [...others, route]);
      return route;
    },
    view: routeView,
    doing: 'Route',
  }),
  ...topLevelRoutes<RouteTable>({
    type: TYPE,
    table: ({ routeTables }) => routeTables,
    view: tableView,
    put,
    remove,
  }),
];

/** A PUT of the whole table replaces its routes. */
function put(call: ArmCall, before: RouteTable | undefined): ArmResult {
  const { arm, body } = call;
  checkVersion(call, before?.etag);
  if (before) arm.operations.assertIdle(before.id);
  const fresh = { disableBgpRoutePropagation: false, routes: new Map<string, UserRoute>() };
  const table: RouteTable = before ?? { ...newTracked(call), ...fresh };
  const properties = body.child('properties');
  const given = properties.children('routes') ?? [];
  const routes = given.map((route) => routeIn(table.id, route.text('name') ?? '', route));
  checkRoutes(arm, table.id, routes);
  table.routes.clear();
  for (const route of routes) table.routes.set(route.name.toLowerCase(), route);
  table.disableBgpRoutePropagation = properties.flag('disableBgpRoutePropagation') ?? false;
  table.tags = body.map('tags') ?? table.tags;
  table.provisioningState = 'Updating';
  touch(arm, table);
  arm.world.routeTables.add(table);
  const finish = () => {
    table.provisioningState = 'Succeeded';
    touch(arm, table);
    return undefined;
  };
  const doing = 'PutRouteTableOperation';
  return writing(call, !before, tableView(table, call), { on: table, doing, finish });
}

function remove(call: ArmCall, table: RouteTable): ArmResult {
  const { arm } = call;
  checkVersion(call, table.etag);
  arm.operations.assertIdle(table.id);
  const users = subnetsWith(arm, table.id);
  if (users.length > 0) {
    throw networkError(
      400,
      'InUseRouteTableCannotBeDeleted',
      `Route table ${table.name} is in use and cannot be deleted. It is used by: ${users.join(', ')}.`,
    );
  }
  table.provisioningState = 'Deleting';
  const finish = () => {
    arm.world.routeTables.delete(table.id);
    return undefined;
  };
  return deleting(call, { on: table, doing: 'DeleteRouteTableOperation', finish });
}

function subnetsWith({ world }: ArmContext, tableId: string): string[] {
  return world.virtualNetworks
    .all()
    .flatMap((vnet) => [...vnet.subnets.values()])
    .filter(({ routeTableId }) => routeTableId !== undefined && sameId(routeTableId, tableId))
    .map(({ id }) => id);
}

function tableView(table: RouteTable, { arm }: Pick<ArmCall, 'arm'>): JsonObject {
  const { disableBgpRoutePropagation, routes, provisioningState } = table;
  const subnets = subnetsWith(arm, table.id).map((id) => ({ id }));
  return trackedView(table, {
    disableBgpRoutePropagation,
    routes: [...routes.values()].map((route) => routeView(table, route, provisioningState)),
    ...(subnets.length > 0 ? { subnets } : {}),
  });
}
