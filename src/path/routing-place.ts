import type { Hop } from './hop.js';
import { goOn, type Option, type Place, type Stop, stop } from './journey.js';
import { chooseRoutes, type Route, type RouteUse, routesPassedOver, type Target } from './route.js';
import type { Peering, Source } from './snapshot.js';

/** The routing of a source: flows go on when their route leads to the peering. */
export function routingPlace(source: Source, peering: Peering, packet: Hop['packet']): Place {
  return (flows) =>
    chooseRoutes(flows, source.routing).map((decided) => ({
      flows: decided.flows,
      doubts: decided.doubts,
      options: decided.possible.map((choice) => {
        const option = choice ? optionOf(choice, peering, packet) : noRoute(source, packet);
        if (option.next === 'on') return option;
        const passedOver = routesPassedOver(decided.flows, source.routing);
        return passedOver.length === 0 ? option : { ...option, hop: { ...option.hop, passedOver } };
      }),
    }));
}

type HopOfRoute = Pick<Hop, 'kind' | 'packet' | 'at' | 'by'>;

/** Names every table that was asked, since the missing route belongs into one of them. */
function noRoute({ routing }: Source, packet: Hop['packet']): Stop {
  const at = routing.map(({ name }) => name).join(', ') || 'no route table';
  return stop({ kind: 'route', packet, at, why: `${at} has no route for this destination` }, 'no_route');
}

function optionOf(use: RouteUse, peering: Peering, packet: Hop['packet']): Option {
  const hop: HopOfRoute = { kind: 'route', packet, at: use.stage, by: use.route.id };
  return use.alive ? liveRoute(use, peering, hop) : deadRoute(use, peering, hop);
}

/** A route whose target takes packets. With several targets, the way to the peering is the main one. */
function liveRoute({ route, targets }: RouteUse, peering: Peering, hop: HopOfRoute): Option {
  const stops = targets
    .filter((target) => !leadsTo(target, peering))
    .map((target) => wrongTarget(route, target, peering, hop));
  if (stops.length < targets.length) {
    const on = goOn({ ...hop, why: `${route.id} is the best match and leads to ${peering.id}` });
    return stops.length === 0 ? on : { ...on, others: stops };
  }
  const [first, ...others] = stops;
  return first ? { ...first, others } : stop({ ...hop, why: `${route.id} leads nowhere` }, 'blackhole');
}

function wrongTarget(route: Route, target: Target, peering: Peering, hop: HopOfRoute): Stop {
  const wins = (what: string) => ({ ...hop, why: `${route.id} wins and ${what}${noteOf(route)}` });
  switch (target.kind) {
    case 'local':
      return stop(wins(`keeps the packets in ${target.id}`), 'route_local');
    case 'drop':
      return stop(wins('drops the packets on purpose'), 'blackhole');
    case 'appliance':
      return stop(wins(`leads to the appliance ${target.id}`), 'appliance');
    case 'unknown':
    case 'next-stage':
      return stop(wins('leads to nobody knows where'), 'route_unknown');
    case 'peering':
    case 'elsewhere':
      return stop(wins(`leads to ${target.id}, not to ${peering.id}`), 'route_elsewhere');
  }
}

/** A route whose target takes no packets. When that target is this very peering, the peering is the cause. */
function deadRoute({ route }: RouteUse, peering: Peering, hop: HopOfRoute): Stop {
  if (peering.up === 'no' && route.targets.some((target) => leadsTo(target, peering))) {
    return stop(
      { ...hop, why: `${route.id} leads to ${peering.id}, which is ${peering.state}` },
      'peering_down',
    );
  }
  const targets = route.targets.map(({ id }) => id).join(', ');
  const why = `${route.id} wins, but ${targets} takes no packets${noteOf(route)}`;
  return stop({ ...hop, why }, 'blackhole');
}

function noteOf({ note }: Route): string {
  return note ? ` (${note})` : '';
}

function leadsTo(target: Target, peering: Peering): boolean {
  return target.kind === 'peering' && target.id === peering.id;
}
