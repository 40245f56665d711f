import type { Call } from '../aws-context.js';
import { type Filters, tagSet } from '../describe.js';
import type { NetworkInterface, Route, RouteTable, RouteTableAssociation } from '../state/records.js';
import type { XmlObject } from '../wire/xml.js';

/** A route table as DescribeRouteTables shows it. */
export function routeTableView(table: RouteTable, call: Call): XmlObject {
  return {
    routeTableId: table.id,
    vpcId: table.vpcId,
    ownerId: table.ownerId,
    routeSet: table.routes.map((route) => routeView(route, call)),
    associationSet: table.associations.map((association) => associationView(table, association)),
    propagatingVgwSet: table.propagatingGateways.map((gatewayId) => ({ gatewayId })),
    tagSet: tagSet(table.tags),
  };
}

function routeView(route: Route, call: Call): XmlObject {
  const attachment =
    route.target.element === 'networkInterfaceId'
      ? call.world.networkInterfaces.get(route.target.id)?.attachment
      : undefined;
  return {
    ...destinationView(route),
    [route.target.element]: route.target.id,
    instanceId: attachment?.instanceId,
    instanceOwnerId: attachment && call.accountId,
    state: stateOf(route, call),
    origin: route.origin,
  };
}

function destinationView({ destination }: Route): XmlObject {
  if ('prefixListId' in destination) return { destinationPrefixListId: destination.prefixListId };
  const name = destination.family === 4 ? 'destinationCidrBlock' : 'destinationIpv6CidrBlock';
  return { [name]: destination.toString() };
}

/** The text of a destination: a block, or the id of a prefix list. */
export function destinationText({ destination }: Pick<Route, 'destination'>): string {
  return 'prefixListId' in destination ? destination.prefixListId : destination.toString();
}

function associationView(table: RouteTable, association: RouteTableAssociation): XmlObject {
  return {
    routeTableAssociationId: association.id,
    routeTableId: table.id,
    subnetId: association.subnetId,
    gatewayId: association.gatewayId,
    main: association.main,
    associationState: { state: 'associated' },
  };
}

/** A route whose target is gone or does not work stays, as a black hole. */
function stateOf({ target }: Route, { world }: Call): 'active' | 'blackhole' {
  return works(target, world) ? 'active' : 'blackhole';
}

function works({ element, id }: Route['target'], world: Call['world']): boolean {
  switch (element) {
    case 'vpcPeeringConnectionId':
      return world.vpcPeeringConnections.get(id)?.status === 'active';
    case 'natGatewayId': {
      const nat = world.natGateways.get(id);
      return nat !== undefined && nat.deletedAtMs === undefined;
    }
    case 'transitGatewayId':
      return world.transitGateways.get(id) !== undefined;
    case 'networkInterfaceId':
      // Only an interface that something uses can take packets.
      return isUsed(world.networkInterfaces.get(id));
    case 'egressOnlyInternetGatewayId':
      return world.egressOnlyInternetGateways.get(id)?.vpcId !== undefined;
    default:
      return gatewayWorks(id, world);
  }
}

function isUsed(eni: NetworkInterface | undefined): boolean {
  return eni !== undefined && (eni.attachment !== undefined || eni.requesterManaged);
}

function gatewayWorks(id: string, world: Call['world']): boolean {
  if (id === 'local') return true;
  if (id.startsWith('vpce-')) return world.vpcEndpoints.get(id) !== undefined;
  const gateway = id.startsWith('vgw-') ? world.vpnGateways.get(id) : world.internetGateways.get(id);
  return gateway?.vpcId !== undefined;
}

const target =
  (element: string) =>
  ({ routes }: RouteTable) =>
    routes.filter((route) => route.target.element === element).map((route) => route.target.id);

/** The filters of DescribeRouteTables. A subnet that uses the main table implicitly is in no association. */
export const ROUTE_TABLE_FILTERS: Filters<RouteTable> = {
  'route-table-id': (table) => table.id,
  'vpc-id': (table) => table.vpcId,
  'owner-id': (table) => table.ownerId,
  'association.route-table-association-id': (table) => table.associations.map(({ id }) => id),
  'association.route-table-id': (table) => table.associations.map(() => table.id),
  'association.subnet-id': (table) => table.associations.map(({ subnetId }) => subnetId),
  'association.gateway-id': (table) => table.associations.map(({ gatewayId }) => gatewayId),
  'association.main': (table) => table.associations.map(({ main }) => String(main)),
  'route.destination-cidr-block': (table) => destinations(table, 'destinationCidrBlock'),
  'route.destination-ipv6-cidr-block': (table) => destinations(table, 'destinationIpv6CidrBlock'),
  'route.destination-prefix-list-id': (table) => destinations(table, 'destinationPrefixListId'),
  'route.gateway-id': target('gatewayId'),
  'route.instance-id': (table, { world }) =>
    target('networkInterfaceId')(table).map((id) => world.networkInterfaces.get(id)?.attachment?.instanceId),
  'route.nat-gateway-id': target('natGatewayId'),
  'route.transit-gateway-id': target('transitGatewayId'),
  'route.egress-only-internet-gateway-id': target('egressOnlyInternetGatewayId'),
  'route.vpc-peering-connection-id': target('vpcPeeringConnectionId'),
  'route.origin': ({ routes }) => routes.map(({ origin }) => origin),
  'route.state': ({ routes }, call) => routes.map((route) => stateOf(route, call)),
};

function destinations({ routes }: RouteTable, element: string): string[] {
  return routes.filter((route) => element in destinationView(route)).map(destinationText);
}
