import type { Cidr } from '../path/cidr.js';
import type { Route, RouteStage, Target } from '../path/route.js';
import { unreadableRoutes } from '../path/unreadable.js';
import type { RouteTable, TableRoute } from './ec2/model.js';

/** The entries of prefix lists by their ids; undefined for one that may not be read. */
export type PrefixLists = ReadonlyMap<string, readonly Cidr[] | undefined>;

/** What a table is translated with. */
export interface TableSurroundings {
  /** The VPC's own blocks. */
  readonly local: readonly Cidr[];
  readonly prefixLists: PrefixLists;
}

/*
 * Precedence among equal destinations (VPC user guide, "Route priority"): local, static, prefix list, propagated.
 * Two prefix lists with one block are of equal rank: AWS picks one of them and does not say which.
 */
const RANK = { local: 0, static: 1, prefixList: 2, propagated: 3 };

/** A route table as the path model sees it; a prefix list that may not be read stands before it. */
export function tableStages({ id, routes }: RouteTable, surroundings: TableSurroundings): RouteStage[] {
  const unread = routes.flatMap((route) => unreadStage(route, surroundings.prefixLists));
  const known = routes.flatMap((route) => modelRoutes(id, route, surroundings));
  return [...unread, { name: id, order: 'longest-prefix', routes: known }];
}

/** The prefix lists that some tables route to. */
export function prefixListsOf(tables: readonly RouteTable[]): string[] {
  return [
    ...new Set(tables.flatMap(({ routes }) => routes.flatMap(({ prefixListId }) => prefixListId ?? []))),
  ];
}

/** True for a route that a VPN or Direct Connect gateway, or a route server, has put there. */
export function isPropagated({ origin }: TableRoute): boolean {
  return origin === 'EnableVgwRoutePropagation' || origin === 'Advertisement';
}

function unreadStage(route: TableRoute, prefixLists: PrefixLists): RouteStage[] {
  const { prefixListId: name } = route;
  if (name === undefined || prefixLists.get(name)) return [];
  const why = `the entries of prefix list ${name} could not be read`;
  return [unreadableRoutes({ name, target: targetOf(route), why })];
}

function modelRoutes(tableId: string, route: TableRoute, surroundings: TableSurroundings): Route[] {
  const { destination, prefixListId = '' } = route;
  if (destination) return [modelRoute(tableId, route, destination, surroundings)];
  const entries = surroundings.prefixLists.get(prefixListId) ?? [];
  return entries.map((entry) => ({
    ...modelRoute(tableId, route, entry, surroundings),
    id: `${tableId} ${prefixListId} (${entry})`,
    rank: RANK.prefixList,
  }));
}

function modelRoute(
  tableId: string,
  route: TableRoute,
  destination: Cidr,
  { local }: TableSurroundings,
): Route {
  const id = `${tableId} ${destination}`;
  const base = { id, destination, targets: [targetOf(route)] as const, origin: route.origin };
  const propagated = isPropagated(route);
  const rank = route.target.kind === 'local' ? RANK.local : propagated ? RANK.propagated : RANK.static;
  if (propagated && local.some((block) => block.contains(destination))) {
    const note = 'the local route goes before a propagated one inside of it';
    return { ...base, rank, usable: 'no', ifUnusable: 'skip', note };
  }
  switch (route.state) {
    case 'active':
      return { ...base, rank, usable: 'yes', ifUnusable: 'drop' };
    case 'blackhole':
      return {
        ...base,
        rank,
        usable: 'no',
        ifUnusable: 'drop',
        note: `blackhole: ${route.target.id} takes no packets`,
      };
    case 'filtered':
      return {
        ...base,
        rank,
        usable: 'no',
        ifUnusable: 'skip',
        note: 'filtered: the route server keeps it back',
      };
    default:
      return { ...base, rank, usable: 'maybe', ifUnusable: 'drop', note: `state ${route.state}` };
  }
}

function targetOf({ target: { kind, id } }: TableRoute): Target {
  switch (kind) {
    case 'local':
    case 'peering':
    case 'unknown':
      return { kind, id };
    case 'endpoint':
    case 'interface':
    case 'next-hop':
      return { kind: 'appliance', id };
    case 'gateway':
    case 'transit-gateway':
      return { kind: 'elsewhere', id };
  }
}
