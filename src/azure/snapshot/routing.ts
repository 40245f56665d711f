import { type Cidr, cidr, parseCidr } from '../../path/cidr.js';
import { within } from '../../path/ranges.js';
import type { Route, RouteStage, Target } from '../../path/route.js';
import { unreadableRoutes } from '../../path/unreadable.js';
import type { EffectiveRoute, RouteTable, UserRoute, VnetPeering } from '../arm/model.js';
import { nameOf, resourceKey } from '../ids.js';
import type { VnetFacts } from './facts.js';
import { carries } from './virtual-network-tag.js';
import type { Workload } from './workloads.js';

/** Among routes with one prefix: user-defined, then those of a gateway, then Azure's own, then what nothing else routes. */
const RANK = { user: 0, gateway: 1, system: 2, fallback: 3 };

/** The routes of a source: those that a running interface has in effect, else as the configuration makes them. */
export function routingOf({ subnet, effective }: Workload, facts: VnetFacts): RouteStage[] {
  const name = subnet.routeTableId === undefined ? `routes of ${subnet.name}` : nameOf(subnet.routeTableId);
  if (effective?.routes)
    return [
      stage(
        name,
        effective.routes.flatMap((route) => inEffect(route, facts)),
      ),
    ];
  if (subnet.routeTableId === undefined) return [stage(name, systemRoutes(facts))];
  const table = facts.routeTables.get(resourceKey(subnet.routeTableId));
  if (!table) return [unreadableRoutes({ name, why: `the route table ${name} could not be read` })];
  return [stage(name, [...userRoutes(table, facts), ...systemRoutes(facts)])];
}

function stage(name: string, routes: Route[]): RouteStage {
  return { name, order: 'longest-prefix', routes };
}

function userRoutes({ routes }: RouteTable, facts: VnetFacts): Route[] {
  return routes.flatMap((route) => {
    // A service tag in place of a prefix stands for public addresses of Azure's services.
    const block = parseCidr(route.prefix);
    if (!block.ok) return [];
    const common = { rank: RANK.user, usable: 'yes', ifUnusable: 'drop', origin: 'User' } as const;
    return [{ ...common, id: route.name, destination: block.cidr, targets: [hop(route, facts)] }];
  });
}

/** What each virtual network has by itself. Private ranges that nothing else leads to are dropped by Azure. */
function systemRoutes({ vnet }: VnetFacts): Route[] {
  const common = { usable: 'yes', ifUnusable: 'drop', origin: 'Default' } as const;
  const route = (destination: Cidr, id: string, target: Target, rank = RANK.system): Route => {
    return { ...common, id: `${id} ${destination}`, destination, rank, targets: [target] };
  };
  return [
    ...vnet.prefixes.map((prefix) => route(prefix, 'VnetLocal', { kind: 'local', id: vnet.name })),
    ...vnet.peerings.flatMap((peering) => peeringRoutes(peering)),
    route(cidr('0.0.0.0/0'), 'Internet', { kind: 'elsewhere', id: 'Internet' }),
    ...DROPPED.map((prefix) => route(prefix, 'None', { kind: 'drop', id: 'None' }, RANK.fallback)),
  ];
}

// "Virtual network traffic routing", system routes, of Azure's documentation.
const DROPPED = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'].map(cidr);

function peeringRoutes(peering: VnetPeering): Route[] {
  const { name, remotePrefixes, state } = peering;
  const up = carries(peering);
  return remotePrefixes.map((destination) => ({
    id: `VNetPeering ${destination}`,
    destination,
    rank: RANK.system,
    targets: [{ kind: 'peering', id: name }],
    usable: up ? 'yes' : 'no',
    ifUnusable: 'skip',
    origin: 'VNetPeering',
    ...(!up && { note: `peering ${name} is ${state}${state === 'Connected' ? ' without access' : ''}` }),
  }));
}

/** Active ones only: Azure has decided already which of them hold. */
function inEffect(route: EffectiveRoute, facts: VnetFacts): Route[] {
  if (route.state.toLowerCase() !== 'active') return [];
  const gateway = route.source === 'VirtualNetworkGateway';
  const common = { ifUnusable: 'skip', origin: route.source } as const;
  return route.prefixes.flatMap((prefix) => {
    const block = parseCidr(prefix);
    if (!block.ok) return [];
    const { nextHopType, nextHopIps } = route;
    const [nextHopIp] = nextHopIps;
    const target = isPeering(nextHopType)
      ? peeringTo(block.cidr, facts)
      : hop({ nextHopType, ...(nextHopIp !== undefined && { nextHopIp }) }, facts);
    // A route of a gateway gives way to a peering that carries its addresses, however specific it is.
    const beaten =
      gateway && facts.vnet.peerings.some((one) => carries(one) && within(block.cidr, one.remotePrefixes));
    return [
      {
        ...common,
        id: route.name ?? `${nextHopType} ${block.cidr}`,
        destination: block.cidr,
        rank: route.source === 'User' ? RANK.user : gateway ? RANK.gateway : RANK.system,
        targets: [target],
        usable: beaten ? 'no' : 'yes',
        ...(beaten && { note: 'the routes of a peering go before those of a gateway' }),
      },
    ];
  });
}

function isPeering(nextHopType: string): boolean {
  return /^v(irtual)?net(global)?peering$/i.test(nextHopType);
}

function peeringTo(block: Cidr, { vnet }: VnetFacts): Target {
  const peering = vnet.peerings.find(({ remotePrefixes }) => within(block, remotePrefixes));
  return peering ? { kind: 'peering', id: peering.name } : { kind: 'unknown', id: 'a peering' };
}

function hop(
  { nextHopType, nextHopIp }: Pick<UserRoute, 'nextHopType' | 'nextHopIp'>,
  { vnet }: VnetFacts,
): Target {
  switch (nextHopType.toLowerCase()) {
    case 'vnetlocal':
      return { kind: 'local', id: vnet.name };
    case 'virtualappliance':
    case 'virtualapplianceecmp':
      return { kind: 'appliance', id: nextHopIp ?? nextHopType };
    case 'none':
      return { kind: 'drop', id: nextHopType };
    case 'virtualnetworkgateway':
    case 'internet':
    case 'virtualnetworkserviceendpoint':
      return { kind: 'elsewhere', id: nextHopType };
    default:
      return { kind: 'unknown', id: nextHopType };
  }
}
