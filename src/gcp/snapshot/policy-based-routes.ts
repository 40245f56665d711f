import { type Cidr, cidr } from '../../path/cidr.js';
import type { Match, Protocol } from '../../path/match.js';
import type { Route, RouteStage, Target } from '../../path/route.js';
import { unreadableRoutes } from '../../path/unreadable.js';
import type { PolicyBasedRoute } from '../compute/model.js';
import type { RoutingSurroundings } from './routing.js';
import { type Binding, bindTags, type Workload } from './workload.js';

/** Every address. */
export const EVERYWHERE: readonly Cidr[] = [cidr('0.0.0.0/0'), cidr('::/0')];

/** The policy-based routes, which go before all others: the first that matches, by its priority, takes the packets. */
export function policyBasedRoutes(workload: Workload, { facts, network }: RoutingSurroundings): RouteStage[] {
  const name = `policy-based routes of ${network}`;
  if (!facts.policyRoutes) {
    const why = `the ${name} could not be read`;
    return [unreadableRoutes({ name, target: { kind: 'unknown', id: name }, why })];
  }
  if (facts.policyRoutes.length === 0) return [];
  const sorted = [...facts.policyRoutes].sort((a, b) => a.priority - b.priority);
  return [{ name, order: 'listed', routes: sorted.flatMap((route) => modelRoutes(route, workload)) }];
}

function modelRoutes(route: PolicyBasedRoute, workload: Workload): Route[] {
  const destinations = route.destination ? [route.destination] : EVERYWHERE;
  const { applies, why = '' } = bindingOf(route, workload);
  const when: Match = {
    ...(route.source && { local: [route.source] }),
    ...protocolOf(route),
    ...(applies === 'maybe' && { unresolved: [why] }),
  };
  return destinations.map((destination) => ({
    id: `${route.name} (priority ${route.priority})`,
    destination,
    when,
    rank: route.priority,
    targets: [targetOf(route)],
    usable: applies === 'no' ? 'no' : 'yes',
    ifUnusable: 'skip',
    origin: 'policy-based',
    ...(applies === 'no' && { note: why }),
  }));
}

function bindingOf({ tags, interconnectRegion }: PolicyBasedRoute, workload: Workload): Binding {
  if (interconnectRegion === undefined) return bindTags(tags, workload);
  return { applies: 'no', why: 'it is for what comes in over VLAN attachments' };
}

function protocolOf({ protocol }: PolicyBasedRoute): { protocol?: Protocol } {
  switch (protocol.toUpperCase()) {
    case 'TCP':
      return { protocol: 'tcp' };
    case 'UDP':
      return { protocol: 'udp' };
    default:
      return {};
  }
}

function targetOf({ name, nextHopIp, nextHopOtherRoutes }: PolicyBasedRoute): Target {
  if (nextHopIp !== undefined) return { kind: 'appliance', id: nextHopIp };
  if (nextHopOtherRoutes === 'DEFAULT_ROUTING') return { kind: 'next-stage', id: 'the other routes' };
  return { kind: 'unknown', id: name };
}
