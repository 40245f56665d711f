import type { Action } from '../action.js';
import type { Call } from '../gcp-context.js';
import { defined, type Fields } from '../wire/fields.js';
import { locationActions, newerError } from './location-resources.js';
import { networkNamed } from './networks-named.js';

/** Policy-based routes of the Network Connectivity API: all of them are in `locations/global`. */
export const POLICY_BASED_ROUTE_ACTIONS: readonly Action[] = locationActions({
  name: 'networkconnectivity.policyBasedRoutes',
  version: 'v1',
  collection: 'policyBasedRoutes',
  idParameter: 'policyBasedRouteId',
  table: ({ world }) => world.policyBasedRoutes,
  checkLocation: (location) => {
    if (location !== 'global') throw newerError(404, 'NOT_FOUND', `Location ${location} is not found`);
  },
  read: readRoute,
});

function readRoute(call: Call): Fields {
  const { body } = call;
  body.only([
    ...['name', 'description', 'labels', 'network', 'filter', 'priority', 'kind', 'selfLink'],
    ...['nextHopIlbIp', 'nextHopOtherRoutes', 'virtualMachine', 'interconnectAttachment'],
  ]);
  const filter = body.object('filter');
  filter?.only(['protocolVersion', 'ipProtocol', 'srcRange', 'destRange']);
  if (body.has('nextHopIlbIp') === body.has('nextHopOtherRoutes')) {
    throw newerError(
      400,
      'INVALID_ARGUMENT',
      'Exactly one of next_hop_ilb_ip and next_hop_other_routes must be set.',
    );
  }
  return defined({
    kind: 'networkconnectivity#policyBasedRoute',
    description: body.text('description'),
    // Links in answers have this form, whatever was sent.
    network: `https://compute.googleapis.com/compute/v1/${networkNamed(call, body.required('network')).path}`,
    filter: {
      protocolVersion: filter?.text('protocolVersion') ?? 'IPV4',
      ipProtocol: filter?.text('ipProtocol') ?? 'ALL',
      srcRange: filter?.text('srcRange') ?? '0.0.0.0/0',
      destRange: filter?.text('destRange') ?? '0.0.0.0/0',
    },
    priority: body.integer('priority', 1, 65_535) ?? 100,
    nextHopIlbIp: body.text('nextHopIlbIp'),
    nextHopOtherRoutes: body.word('nextHopOtherRoutes', ['DEFAULT_ROUTING']),
    virtualMachine: body.object('virtualMachine')?.fields,
    interconnectAttachment: body.object('interconnectAttachment')?.fields,
  });
}
