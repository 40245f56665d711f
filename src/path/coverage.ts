import type { Cidr } from './cidr.js';
import { CidrSet, familyLine, lineOf, ofFamily } from './cidr-set.js';
import { type Cell, collapse, type Labelled } from './collapse.js';
import type { Decided } from './first-match.js';
import type { Flows } from './match.js';
import { ALL_PORTS, portSpans } from './port-range.js';
import { chooseRoutes, type Route, type RouteChoice, type RouteStage, type Target } from './route.js';
import { toSpans, unite } from './spans.js';

/** Where packets go: through the peering, to another target, or to nobody. */
export type Whereabouts = 'peering' | 'elsewhere' | 'nowhere' | 'mixed' | 'unknown';

/** What to look at. */
export interface CoverageRequest {
  /** The routing, in the order in which the stages are asked. */
  readonly routing: readonly RouteStage[];
  /** The id of the peering, as routes name it in their target. */
  readonly peeringId: string;
  /** The far addresses. */
  readonly remote: readonly Cidr[];
  /**
   * The addresses that the packets come from; matters to policy routes only.
   *
   * @default any
   */
  readonly local?: readonly Cidr[];
}

/** A part of the far addresses that takes one way. Each asked address is in exactly one part. */
export interface CoveragePart {
  /** The far addresses. */
  readonly remote: readonly Cidr[];
  /**
   * Where they go. `peering` holds also while the peering is down: the route is right. `mixed`: it hangs on the flow;
   * `unknown`: on something that could not be read.
   */
  readonly goes: Whereabouts;
  /** The routes that decide, or may decide; none when no route has these addresses. */
  readonly routes: readonly Route[];
}

/** Which parts of a far network go where, so that a more specific route that takes a part of it is seen. */
export function coverage(request: CoverageRequest): CoveragePart[] {
  const remote = toSpans(request.remote.map(lineOf));
  const local = request.local ? toSpans(request.local.map(lineOf)) : ANYWHERE;
  const ports = portSpans([ALL_PORTS]);
  return ([4, 6] as const).flatMap((family) => {
    const sides = { local: ofFamily(family, local), remote: ofFamily(family, remote) };
    const flows: Flows = { protocol: 'tcp', ...sides, localPorts: ports, remotePorts: ports };
    if (flows.remote.length === 0) return [];
    const parts = chooseRoutes(flows, request.routing).map((part) => label(part, request.peeringId));
    return collapse(flows, parts).map(partOf);
  });
}

const ANYWHERE = unite(familyLine(4), familyLine(6));

function label({ flows, possible }: Decided<RouteChoice>, peeringId: string): Labelled<Way> {
  const routes = [...new Set(possible.flatMap((choice) => (choice ? [choice.route] : [])))];
  const ways = possible.map((choice) => wayOf(choice, peeringId));
  const goes = ways.every((way) => way === ways[0]) ? (ways[0] ?? 'nowhere') : 'unknown';
  return { flows, key: JSON.stringify([goes, routes.map(({ id }) => id)]), value: { goes, routes } };
}

type Way = Omit<CoveragePart, 'remote'>;

function wayOf(choice: RouteChoice, peeringId: string): Whereabouts {
  if (!choice) return 'nowhere';
  return joinWays(choice.targets.map((target) => whereabouts(target, choice.alive, peeringId)));
}

/** Ways that flows take side by side. */
function joinWays(ways: readonly Whereabouts[]): Whereabouts {
  const [first = 'nowhere'] = ways;
  if (ways.every((way) => way === first)) return first;
  return ways.includes('unknown') ? 'unknown' : 'mixed';
}

function whereabouts(target: Target, alive: boolean, peeringId: string): Whereabouts {
  if (target.kind === 'peering' && target.id === peeringId) return 'peering';
  if (!alive || target.kind === 'drop') return 'nowhere';
  return target.kind === 'unknown' || target.kind === 'next-stage' ? 'unknown' : 'elsewhere';
}

function partOf({ flows, members }: Cell<Way>): CoveragePart {
  const remote = CidrSet.fromSpans(flows.remote).cidrs();
  const goes = joinWays(members.map(({ value }) => value.goes));
  return { remote, goes, routes: [...new Set(members.flatMap(({ value }) => value.routes))] };
}
