import type { Cidr } from './cidr.js';
import { lineOf } from './cidr-set.js';
import type { PassedOver } from './filter.js';
import { type Candidate, type Decided, firstMatch, type Rung } from './first-match.js';
import { type Cut, cutFlows, cutOf, type Flows, type Match } from './match.js';
import { type PrefixEntry, PrefixIndex } from './prefix-index.js';
import { intersect } from './spans.js';
import type { Tri } from './tri.js';

/** Where a route sends its packets. `id` is the cloud's own id of that thing, for people to read. */
export type Target =
  /** A peering; the packets reach the far side only when it is the one of the snapshot. */
  | { readonly kind: 'peering'; readonly id: string }
  /** The customer's own network: the destination lies in its addresses. */
  | { readonly kind: 'local'; readonly id: string }
  /** A gateway that does not lead to the far side: internet, NAT, VPN, transit. */
  | { readonly kind: 'elsewhere'; readonly id: string }
  /** A machine that may forward or drop what it gets: a firewall endpoint, an appliance. Nobody can tell from outside. */
  | { readonly kind: 'appliance'; readonly id: string }
  /** Nowhere, on purpose (Azure's next hop `None`). */
  | { readonly kind: 'drop'; readonly id: string }
  /** Back to the stages that remain (GCP's policy route that skips other policy routes). */
  | { readonly kind: 'next-stage'; readonly id: string }
  /** The target is not known, for example because the table could not be read. */
  | { readonly kind: 'unknown'; readonly id: string };

/** One route. A prefix list is written as one route per entry, each with its own length. */
export interface Route {
  /** The cloud's own name of the route, or one that a person recognises: table and destination. */
  readonly id: string;
  /** Which far addresses it is for. */
  readonly destination: Cidr;
  /** Further conditions, for policy routes. */
  readonly when?: Match;
  /** Precedence among routes with the same destination: the lowest wins, an equal rank is a tie. Ignored in `listed` stages. */
  readonly rank: number;
  /** Where it leads. Several: see `pick`. Never empty. */
  readonly targets: readonly Target[];
  /**
   * How one of several targets is picked: anew for each flow (ECMP), or once and for all in a way that cannot be
   * seen (AWS, two prefix lists with one CIDR).
   *
   * @default 'per-flow'
   */
  readonly pick?: 'per-flow' | 'once';
  /** Whether the target takes packets. An adapter also marks a route `no` that loses by the platform's own precedence. */
  readonly usable: Tri;
  /** What happens when it does not: the packets are lost here, or the next best route gets them. */
  readonly ifUnusable: 'drop' | 'skip';
  /** Where the route comes from, in the cloud's own word. */
  readonly origin: string;
  /** What a person should know of it, for example why it is not usable. */
  readonly note?: string;
}

/** A group of routes that is asked as a whole; packets that find nothing in it go to the next stage. */
export interface RouteStage {
  /** The cloud's own id of the table, or what the stage is. */
  readonly name: string;
  /** `longest-prefix`: the longest destination wins, then the lowest rank. `listed`: the first that matches wins. */
  readonly order: 'longest-prefix' | 'listed';
  /** The routes; their order matters in a `listed` stage only. */
  readonly routes: readonly Route[];
}

/** What a packet may meet at the routing: a route, or none (undefined). */
export type RouteChoice = RouteUse | undefined;

/** A route that packets take. */
export interface RouteUse {
  /** The name of its stage. */
  readonly stage: string;
  /** The route. */
  readonly route: Route;
  /** The targets that packets are spread over; one, unless the route picks per flow. */
  readonly targets: readonly Target[];
  /** False when the packets are lost because the target takes none. */
  readonly alive: boolean;
}

/** Finds the routes of flows by their far address. The results do not overlap and together hold all of `flows`. */
export function chooseRoutes(flows: Flows, stages: readonly RouteStage[]): Decided<RouteChoice>[] {
  const [stage, ...later] = stages;
  if (!stage) return [{ flows, possible: [undefined], doubts: [] }];
  return decideStage(flows, stage).flatMap((part) => {
    const here = part.possible.filter((choice) => choice && !leadsOn(choice));
    if (here.length === part.possible.length) return [part];
    return chooseRoutes(part.flows, later).map((next) => ({
      flows: next.flows,
      possible: [...here, ...next.possible],
      doubts: [...part.doubts, ...next.doubts],
    }));
  });
}

/** The routes that are for some of the flows but are skipped, because their target takes no packets. */
export function routesPassedOver(flows: Flows, stages: readonly RouteStage[]): PassedOver[] {
  const skipped = stages.flatMap(({ routes }) =>
    routes.filter((route) => route.usable === 'no' && route.ifUnusable === 'skip'),
  );
  return skipped.flatMap((route) => {
    const cut = cutOfRoute(route, flows);
    if (!cut || !cutFlows(flows, cut).taken) return [];
    return [{ id: route.id, why: route.note ?? 'its target takes no packets' }];
  });
}

function leadsOn({ alive, targets }: RouteUse): boolean {
  return alive && targets.length > 0 && targets.every((target) => target.kind === 'next-stage');
}

function decideStage(flows: Flows, stage: RouteStage): Decided<RouteChoice>[] {
  if (stage.order === 'listed') {
    const rungs = stage.routes.map((route) => candidatesOf(route, stage.name, cutOfRoute(route, flows)));
    return firstMatch<RouteChoice>(flows, rungs, undefined);
  }
  return indexOf(stage)
    .divide(flows.remote)
    .flatMap(({ entry, addresses }) =>
      firstMatch<RouteChoice>({ ...flows, remote: addresses }, ladder(entry, stage.name, flows), undefined),
    );
}

/** The routes for the addresses of an index entry, the most specific first, equal ones on one rung. */
function* ladder(
  entry: PrefixEntry<Route> | undefined,
  stage: string,
  flows: Flows,
): Generator<Rung<RouteChoice>> {
  for (let at = entry; at; at = at.parent) {
    for (const equals of byRank(at.values)) {
      yield equals.flatMap((route) => candidatesOf(route, stage, cutOf(route.when, flows.protocol)));
    }
  }
}

/** Splits routes that are sorted by rank into runs of equal rank. */
function byRank(routes: readonly Route[]): Route[][] {
  const runs: Route[][] = [];
  for (const route of routes) {
    const run = runs.at(-1);
    if (run?.[0]?.rank === route.rank) run.push(route);
    else runs.push([route]);
  }
  return runs;
}

/** All that may happen to packets that find this route. */
function candidatesOf(route: Route, stage: string, cut: Cut | undefined): Candidate<RouteChoice>[] {
  const { usable, ifUnusable, targets } = route;
  if (!cut || (usable === 'no' && ifUnusable === 'skip')) return [];
  const unresolved = route.when?.unresolved ?? [];
  const open =
    unresolved.length > 0 ? `whether route ${route.id} applies (${unresolved.join('; ')})` : undefined;
  const openTarget = usable === 'maybe' ? `whether the target of route ${route.id} takes packets` : undefined;
  const candidate = (use: Omit<RouteUse, 'stage' | 'route'>, doubt: string | undefined) => ({
    cut,
    value: { stage, route, ...use },
    ...(doubt !== undefined && { doubt }),
  });

  const spreads = route.pick === 'once' && targets.length > 1 ? targets.map((target) => [target]) : [targets];
  const alive = spreads.map((spread) => candidate({ targets: spread, alive: true }, open ?? openTarget));
  const dead = candidate({ targets, alive: false }, open);
  if (usable === 'no') return [dead];
  return usable === 'maybe' && ifUnusable === 'drop' ? [...alive, dead] : alive;
}

/** The cut of a route by destination and conditions together; undefined when it is for another protocol. */
function cutOfRoute(route: Route, flows: Flows): Cut | undefined {
  const cut = cutOf(route.when, flows.protocol);
  if (!cut) return undefined;
  const destination = [lineOf(route.destination)];
  return { ...cut, remote: cut.remote ? intersect(destination, cut.remote) : destination };
}

/** Sources share tables, and a table is asked again for each of them: its index is built once. */
const indexes = new WeakMap<RouteStage, PrefixIndex<Route>>();

function indexOf(stage: RouteStage): PrefixIndex<Route> {
  const known = indexes.get(stage);
  if (known) return known;
  const ranked = [...stage.routes].sort((a, b) => a.rank - b.rank);
  const index = new PrefixIndex(ranked.map((route) => [route.destination, route] as const));
  indexes.set(stage, index);
  return index;
}
