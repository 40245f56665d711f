import type { Cidr } from '../../path/cidr.js';
import type { Route, RouteStage } from '../../path/route.js';
import { unreadableRoutes } from '../../path/unreadable.js';
import type { Route as ComputeRoute, PeeringRoute, Subnetwork } from '../compute/model.js';
import type { RoutingSurroundings } from './routing.js';
import type { Workload } from './workload.js';
import { rangesOf } from './workloads.js';

/** The kind of route that a peering brings for a subnet of the other side. */
export const SUBNET_ROUTE = 'SUBNET_PEERING_ROUTE';

/**
 * The ranges of all subnets, own and peered. A match ends the search, so what lies in a range and is not there is lost.
 * While the peering is down Google has no routes to it and the next best one takes the packets; that the peering is down is
 * what is to be told, so its route stays, and drops them.
 */
export function subnetRoutes(workload: Workload, around: RoutingSurroundings): RouteStage[] {
  const { facts, network, peering } = around;
  const name = `subnet routes of ${network}`;
  const own = (facts.subnets ?? []).flatMap((subnet) => subnetRoute(subnet, network));
  const peered = (facts.routes ?? []).filter(({ nextHop }) => nextHop.kind === 'peering').map(listedRoute);
  const others = peered.filter(({ targets }) => targets.every(({ id }) => id !== peering.id));
  const routes = [...own, ...others];
  if (peering.up === 'no') {
    return [{ name, order: 'longest-prefix', routes: [...routes, ...around.remote.map(deadRoute(around))] }];
  }
  const incoming = facts.regions.get(workload.region)?.incoming;
  if (incoming) {
    const brought = incoming.filter(({ type }) => type === SUBNET_ROUTE).map(broughtRoute(peering.id));
    return [{ name, order: 'longest-prefix', routes: [...routes, ...brought] }];
  }
  const why = `the routes that ${peering.id} brings could not be read`;
  const listed = peered.filter((route) => !others.includes(route));
  const target = { kind: 'peering', id: peering.id } as const;
  return [
    { name, order: 'longest-prefix', routes: [...routes, ...listed] },
    ...(listed.length > 0 ? [] : [unreadableRoutes({ name: `routes of ${peering.id}`, target, why })]),
  ];
}

/** In a hybrid subnet, what is not there is looked for in the other routes. */
function subnetRoute(subnet: Subnetwork, network: string): Route[] {
  return rangesOf(subnet).map((destination) => ({
    id: `subnet ${subnet.region}/${subnet.name} (${destination})`,
    destination,
    rank: 0,
    targets: [{ kind: 'local', id: network }],
    usable: subnet.overlapsAllowed ? 'maybe' : 'yes',
    ifUnusable: subnet.overlapsAllowed ? 'skip' : 'drop',
    origin: 'SUBNET',
  }));
}

/** A route to a peering as the network lists it. */
function listedRoute({ name, destination, nextHop, type }: ComputeRoute): Route {
  return {
    id: name,
    destination,
    rank: 0,
    targets: [{ kind: 'peering', id: nextHop.id }],
    usable: 'yes',
    ifUnusable: 'drop',
    origin: type || 'SUBNET',
  };
}

/** A route that the peering brings, or would bring if this side took it. */
export function broughtRoute(peeringId: string, rank = 0): (route: PeeringRoute) => Route {
  return ({ destination, type, priority, imported }) => ({
    id: `peering route ${destination}`,
    destination,
    rank: rank + priority,
    targets: [{ kind: 'peering', id: peeringId }],
    usable: imported ? 'yes' : 'no',
    ifUnusable: 'skip',
    origin: type,
    ...(!imported && { note: NOT_IMPORTED[type] ?? 'one of the two sides does not exchange it' }),
  });
}

const CUSTOM = 'this side does not import custom routes, or the other does not export them';
const NOT_IMPORTED: Readonly<Record<string, string>> = {
  [SUBNET_ROUTE]: 'privately used public addresses are not exchanged on one of the two sides',
  STATIC_PEERING_ROUTE: CUSTOM,
  DYNAMIC_PEERING_ROUTE: CUSTOM,
};

function deadRoute({ peering }: RoutingSurroundings): (destination: Cidr) => Route {
  return (destination) => ({
    id: `peering route ${destination}`,
    destination,
    rank: 0,
    targets: [{ kind: 'peering', id: peering.id }],
    usable: 'no',
    ifUnusable: 'drop',
    origin: SUBNET_ROUTE,
    note: `the peering is ${peering.state}`,
  });
}
