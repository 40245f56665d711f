import { cidr } from '../../../path/cidr.js';
import type { Action } from '../action.js';
import { named } from '../auth/needed.js';
import type { Call } from '../aws-context.js';
import { KINDS } from '../state/kinds.js';
import type { Route, RouteTable, Vpc } from '../state/records.js';
import { cidrParam } from '../wire/cidr-param.js';
import { Ec2Error } from '../wire/ec2-error.js';
import { invalidCombination, invalidValue, missingParameter } from '../wire/errors.js';
import type { XmlObject } from '../wire/xml.js';
import { routeTableParam } from './route-tables.js';
import { routeTarget, TARGET_PARAMETERS } from './route-targets.js';
import { destinationText } from './route-view.js';

const DESTINATIONS = ['DestinationCidrBlock', 'DestinationIpv6CidrBlock', 'DestinationPrefixListId'] as const;

/** No route may lead there (VPC User Guide): the instances' own services. */
const FORBIDDEN = ['169.254.168.0/22', 'fd00:ec2::/32'].map(cidr);

const onTable = named(KINDS.routeTable, 'RouteTableId');

/** Routes. */
export const ROUTE_ACTIONS: readonly Action[] = [
  {
    name: 'CreateRoute',
    takes: ['RouteTableId', ...DESTINATIONS, ...TARGET_PARAMETERS],
    needs: onTable,
    run: createRoute,
  },
  {
    name: 'ReplaceRoute',
    takes: ['RouteTableId', ...DESTINATIONS, ...TARGET_PARAMETERS, 'LocalTarget'],
    needs: onTable,
    run: replaceRoute,
  },
  { name: 'DeleteRoute', takes: ['RouteTableId', ...DESTINATIONS], needs: onTable, run: deleteRoute },
];

function createRoute(call: Call): XmlObject {
  const table = routeTableParam(call);
  const destination = destinationParam(call);
  const target = routeTarget(call, table);
  const vpc = call.world.vpcs.get(table.vpcId);
  if (vpc) checkDestination(vpc, table, { destination, target });
  const existing = routeTo(table, destination, isStatic);
  if (existing) {
    // Sources differ on what a second, equal request gets; success is what a client must cope with as well.
    if (sameTarget(existing, target)) return { return: true };
    throw alreadyExists(destination);
  }
  const route: Route = { destination, target, origin: 'CreateRoute' };
  checkLimit(call, table, route);
  table.routes.push(route);
  return { return: true };
}

function replaceRoute(call: Call): undefined {
  const table = routeTableParam(call);
  const destination = destinationParam(call);
  const existing = routeTo(table, destination, () => true);
  if (!existing || existing.origin === 'EnableVgwRoutePropagation') {
    throw invalidValue(
      `There is no route defined for '${destinationText({ destination })}' in the route table. Use CreateRoute instead.`,
    );
  }
  if (call.params.flag('LocalTarget')) {
    if (existing.origin !== 'CreateRouteTable')
      throw invalidValue('Only a local route can have the local target.');
    existing.target = { element: 'gatewayId', id: 'local' };
    return;
  }
  const target = routeTarget(call, table);
  const vpc = call.world.vpcs.get(table.vpcId);
  if (vpc) checkDestination(vpc, table, { destination, target });
  existing.target = target;
}

function deleteRoute(call: Call): undefined {
  const table = routeTableParam(call);
  const destination = destinationParam(call);
  const text = destinationText({ destination });
  const local = routeTo(table, destination, ({ origin }) => origin === 'CreateRouteTable');
  if (local) throw invalidValue(`cannot remove local route ${text} in route table ${table.id}`);
  const route = routeTo(table, destination, ({ origin }) => origin === 'CreateRoute');
  if (!route) {
    const kind = 'prefixListId' in destination ? 'destination-prefix-list-id' : 'destination-cidr-block';
    throw new Ec2Error('InvalidRoute.NotFound', `no route with ${kind} ${text} in route table ${table.id}`);
  }
  table.routes.splice(table.routes.indexOf(route), 1);
}

function destinationParam(call: Call): Route['destination'] {
  const given = DESTINATIONS.filter((name) => call.params.has(name));
  const [name] = given;
  if (name === undefined) throw missingParameter('DestinationCidrBlock');
  if (given.length > 1)
    throw invalidCombination(`The parameters ${given.join(' and ')} cannot be used together`);
  if (name === 'DestinationPrefixListId') {
    return { prefixListId: call.world.prefixLists.find(call, call.params.required(name)).id };
  }
  const block = cidrParam(call, name, name === 'DestinationCidrBlock' ? 4 : 6);
  if (FORBIDDEN.some((forbidden) => forbidden.contains(block))) {
    throw invalidValue(`The destination ${block} is reserved and cannot be routed.`);
  }
  return block;
}

/** Inside the VPC, a route may lead to an interface, a NAT gateway or an endpoint, for exactly one subnet. */
function checkDestination(vpc: Vpc, table: RouteTable, { destination, target }: Omit<Route, 'origin'>): void {
  if ('prefixListId' in destination) return;
  const within = vpc.cidrs.find((block) => block.cidr.contains(destination));
  if (!within) {
    const isEdge = table.associations.some(({ gatewayId }) => gatewayId !== undefined);
    if (isEdge)
      throw invalidValue(`The destination ${destination} is not in the VPC of the gateway's route table.`);
    return;
  }
  if (
    target.id.startsWith('vpce-') ||
    target.element === 'networkInterfaceId' ||
    target.element === 'natGatewayId'
  )
    return;
  throw invalidValue(
    `The destination CIDR block ${destination} is equal to or more specific than one of this VPC's CIDR blocks. This route can target only an interface or an instance.`,
  );
}

function checkLimit(call: Call, table: RouteTable, added: Route): void {
  const limit = call.aws.limits.of(call.accountId).routesPerTable;
  const family = familyOf(call, added);
  const used = [...table.routes.filter(({ origin }) => origin !== 'EnableVgwRoutePropagation'), added]
    .filter((route) => familyOf(call, route) === family)
    .reduce((sum, route) => sum + weightOf(call, route), 0);
  if (used <= limit) return;
  throw new Ec2Error(
    'RouteLimitExceeded',
    `The maximum number of routes (${limit}) has been reached for the route table '${table.id}'.`,
  );
}

/** IPv4 and IPv6 are counted apart. */
function familyOf({ world }: Call, { destination }: Route): 4 | 6 {
  if (!('prefixListId' in destination)) return destination.family;
  return world.prefixLists.get(destination.prefixListId)?.addressFamily === 'IPv6' ? 6 : 4;
}

/** A prefix list counts with the most entries that it may have. */
function weightOf({ world }: Call, { destination }: Route): number {
  if (!('prefixListId' in destination)) return 1;
  return world.prefixLists.get(destination.prefixListId)?.maxEntries ?? 1;
}

function routeTo(
  table: RouteTable,
  destination: Route['destination'],
  which: (route: Route) => boolean,
): Route | undefined {
  const text = destinationText({ destination });
  return table.routes.find((route) => which(route) && destinationText(route) === text);
}

/** A propagated route does not stand in the way of a static one with the same destination. */
function isStatic({ origin }: Route): boolean {
  return origin !== 'EnableVgwRoutePropagation';
}

function sameTarget({ target }: Route, other: Route['target']): boolean {
  return target.element === other.element && target.id === other.id;
}

function alreadyExists(destination: Route['destination']): Ec2Error {
  return new Ec2Error(
    'RouteAlreadyExists',
    `The route identified by ${destinationText({ destination })} already exists.`,
  );
}
