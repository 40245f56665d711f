import { type Action, LISTED } from '../action.js';
import type { Call } from '../gcp-context.js';
import {
  blockOf,
  INTERNET_GATEWAY,
  isExchangedAlways,
  staticRoutesOf,
  subnetRanges,
} from '../state/address-space.js';
import type { Network, PeeringHalf } from '../state/records.js';
import { invalidValue, notFound, requiredField } from '../wire/errors.js';
import { defined, type Fields } from '../wire/fields.js';
import { linkOf, nameOf } from '../wire/links.js';
import { filtered, pageOf } from '../wire/list.js';
import { NETWORK, networkOf, onNetwork } from './networks.js';

/** networks.listPeeringRoutes: what a peering exchanges in one direction. */
export const PEERING_ROUTE_ACTIONS: readonly Action[] = [
  {
    name: 'compute.networks.listPeeringRoutes',
    method: 'GET',
    path: `${NETWORK}/listPeeringRoutes`,
    query: ['peeringName', 'direction', 'region', ...LISTED],
    needs: (call) => onNetwork(call, 'compute.networks.listPeeringRoutes'),
    answer: list,
  },
];

function list(call: Call): Fields {
  const { query, world } = call;
  const network = networkOf(call);
  const name = query.get('peeringName');
  if (!name) throw requiredField('peeringName');
  const half = network.peerings.find((one) => one.name === name);
  if (!half) throw notFound(`${network.path}/peerings/${name}`);
  const direction = query.get('direction') ?? '';
  if (direction !== 'INCOMING' && direction !== 'OUTGOING') {
    throw invalidValue('direction', direction, 'Must be one of [INCOMING, OUTGOING]');
  }
  const peer = world.networks.get(half.peer);
  const other = call.gcp.peerings.other(network, half);
  const routes =
    half.state === 'ACTIVE' && peer && other
      ? exchanged(call, direction, [network, half], [peer, other])
      : [];
  const page = pageOf(query, filtered(query, routes));
  const path = `${network.path}/listPeeringRoutes`;
  return defined({
    kind: 'compute#exchangedPeeringRoutesList',
    id: path,
    items: page.items.length > 0 ? page.items : undefined,
    nextPageToken: page.nextPageToken,
    selfLink: linkOf(path),
  });
}

type Side = readonly [Network, PeeringHalf];

function exchanged(call: Call, direction: string, ours: Side, theirs: Side): Fields[] {
  const [from, to] = direction === 'INCOMING' ? [theirs, ours] : [ours, theirs];
  return [...subnetRoutes(call, from, to), ...staticRoutes(call, from, to), ...learnedRoutes(call, from, to)];
}

/** The routes to a network's subnets, as its peer sees them: private ranges always, public ones where one side exports and the other imports them. */
export function subnetRoutes({ world }: Pick<Call, 'world'>, [network, out]: Side, [, into]: Side): Fields[] {
  return subnetRanges(world, network.path).flatMap(({ block }) => {
    const always = isExchangedAlways(block);
    if (!always && !out.effective.exportSubnetRoutesWithPublicIp) return [];
    const imported = always || into.effective.importSubnetRoutesWithPublicIp;
    return [{ destRange: String(block), type: 'SUBNET_PEERING_ROUTE', priority: 0, imported }];
  });
}

/** Only what is exported can be seen from the other side. Routes with tags or to the internet never are. */
function staticRoutes({ world }: Call, [network, out]: Side, into: Side): Fields[] {
  if (!out.effective.exportCustomRoutes) return [];
  return staticRoutesOf(world, network.path)
    .filter(({ fields }) => (fields.tags ?? []).length === 0)
    .filter(({ fields }) => nameOf(fields.nextHopGateway ?? '') !== INTERNET_GATEWAY)
    .map(({ fields: { destRange, priority } }) => {
      const imported = importsCustom(world, into, destRange);
      return { destRange, type: 'STATIC_PEERING_ROUTE', priority, imported };
    });
}

/** Those of the region that is asked about; of all regions where the network routes globally. */
function learnedRoutes({ world, query }: Call, [network, out]: Side, into: Side): Fields[] {
  if (!out.effective.exportCustomRoutes) return [];
  const region = query.get('region');
  const everywhere = region === null || network.fields.routingConfig.routingMode === 'GLOBAL';
  return world.learnedRoutes
    .filter((route) => route.network === network.path && (everywhere || route.region === region))
    .map(({ destRange, priority, region: nextHopRegion }) => {
      const imported = importsCustom(world, into, destRange);
      return { destRange, type: 'DYNAMIC_PEERING_ROUTE', priority, nextHopRegion, imported };
    });
}

/** A custom route that would hide one of the network's own subnets is not imported. */
function importsCustom(world: Call['world'], [network, half]: Side, destRange: string): boolean {
  const block = blockOf(destRange);
  const hidden = subnetRanges(world, network.path).some((range) => block && range.block.contains(block));
  return half.effective.importCustomRoutes && !hidden;
}
