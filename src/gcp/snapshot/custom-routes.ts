import type { Route, RouteStage, Target } from '../../path/route.js';
import { unreadableRoutes } from '../../path/unreadable.js';
import type { Route as ComputeRoute, NextHopKind } from '../compute/model.js';
import type { RoutingSurroundings } from './routing.js';
import { broughtRoute, SUBNET_ROUTE } from './subnet-routes.js';
import { bindTags, type Workload } from './workload.js';

/** Own routes go before imported ones with the same destination, whatever their priorities (0 to 65535). */
const IMPORTED = 65_536;

/** Static and dynamic routes, own and imported: the longest prefix, then the lowest priority; equal ones share the flows. */
export function customRoutes(
  workload: Workload,
  { facts, network, peering }: RoutingSurroundings,
): RouteStage[] {
  const name = `custom routes of ${network}`;
  if (!facts.routes) return [unreadableRoutes({ name, why: `the ${name} could not be read` })];
  const own = facts.routes.filter(isCustom).map((route) => modelRoute(route, workload));
  const incoming = peering.up === 'no' ? [] : (facts.regions.get(workload.region)?.incoming ?? []);
  const imported = incoming
    .filter(({ type }) => type !== SUBNET_ROUTE)
    .map(broughtRoute(peering.id, IMPORTED));
  return [{ name, order: 'longest-prefix', routes: shareFlows([...own, ...imported]) }];
}

/** Not the routes to subnets, own and peered, which stand in the stage before. */
function isCustom({ nextHop, type }: ComputeRoute): boolean {
  return type !== 'SUBNET' && nextHop.kind !== 'network' && nextHop.kind !== 'peering';
}

/**
 * Warnings about next hops that Google then does without. One that cannot forward stays, and loses what it gets
 * (documentation of VPC, "Next hops", and the codes of the API's `warnings`).
 */
const GONE = [
  'NEXT_HOP_INSTANCE_NOT_FOUND',
  'NEXT_HOP_NOT_RUNNING',
  'NEXT_HOP_ADDRESS_NOT_ASSIGNED',
  'NEXT_HOP_INSTANCE_NOT_ON_NETWORK',
];

function modelRoute(route: ComputeRoute, workload: Workload): Route {
  const { name, destination, priority, nextHop, type } = route;
  const base: Route = {
    id: name,
    destination,
    rank: priority,
    targets: [{ kind: TARGETS[nextHop.kind], id: nextHop.id }],
    usable: 'yes',
    ifUnusable: 'skip',
    origin: type || 'STATIC',
  };
  const { applies, why = '' } = bindTags(route.tags, workload);
  if (applies === 'no') return { ...base, usable: 'no', note: why };
  const bound = applies === 'maybe' ? { ...base, when: { unresolved: [why] } } : base;
  const gone = route.warnings.filter((code) => GONE.includes(code));
  if (gone.length > 0) return { ...bound, usable: 'no', note: gone.join(', ') };
  if (route.status !== '' && route.status !== 'ACTIVE') {
    return { ...bound, usable: route.status === 'PENDING' ? 'maybe' : 'no', note: `it is ${route.status}` };
  }
  if (route.warnings.includes('NEXT_HOP_CANNOT_IP_FORWARD')) {
    return { ...bound, usable: 'no', ifUnusable: 'drop', note: 'its next hop may not forward packets' };
  }
  return bound;
}

const TARGETS: Readonly<Record<NextHopKind, Target['kind']>> = {
  network: 'local',
  peering: 'peering',
  gateway: 'elsewhere',
  instance: 'appliance',
  ip: 'appliance',
  'load-balancer': 'appliance',
  'vpn-tunnel': 'elsewhere',
  hub: 'elsewhere',
  interconnect: 'elsewhere',
  unknown: 'unknown',
};

/** Google spreads flows over equal routes (ECMP): the model wants them as one with several targets. */
function shareFlows(routes: readonly Route[]): Route[] {
  const merged = new Map<string, Route>();
  const alone: Route[] = [];
  for (const route of routes) {
    if (route.usable !== 'yes' || route.when) {
      alone.push(route);
      continue;
    }
    const key = `${route.destination} ${route.rank}`;
    const equal = merged.get(key);
    const both = equal && {
      ...equal,
      id: `${equal.id} and ${route.id}`,
      targets: [...equal.targets, ...route.targets],
    };
    merged.set(key, both ?? route);
  }
  return [...merged.values(), ...alone];
}
