import { parseCidr } from '../../../path/cidr.js';
import type { Action } from '../action.js';
import type { Call } from '../gcp-context.js';
import { isRegion, REGIONS } from '../regions.js';
import { defined, type Fields } from '../wire/fields.js';
import { locationActions, newerError, pageOfLocation } from './location-resources.js';

/** Connectors of Serverless VPC Access, and the locations that there are. */
export const CONNECTOR_ACTIONS: readonly Action[] = [
  {
    name: 'vpcaccess.locations.list',
    method: 'GET',
    path: '/v1/projects/{project}/locations',
    query: ['pageSize', 'pageToken', 'filter'],
    needs: ({ project }) => [{ permission: 'vpcaccess.locations.list', path: `projects/${project.id}` }],
    answer: (call) =>
      pageOfLocation(
        call,
        'locations',
        REGIONS.map((locationId) => ({
          name: `projects/${call.project.id}/locations/${locationId}`,
          locationId,
        })),
      ),
  },
  ...locationActions({
    name: 'vpcaccess.connectors',
    version: 'v1',
    collection: 'connectors',
    idParameter: 'connectorId',
    table: ({ world }) => world.connectors,
    checkLocation: checkRegion,
    read: readConnector,
  }),
];

/** The wildcard `-` is refused as well: a list is for one region. */
export function checkRegion(location: string): void {
  if (!isRegion(location))
    throw newerError(404, 'NOT_FOUND', `Location ${location} is not found or access is unauthorized.`);
}

/** A connector has a range of its own in a network, or uses a subnet, of a Shared VPC host maybe. */
function readConnector({ body }: Call): Fields {
  body.only([
    ...['name', 'network', 'ipCidrRange', 'subnet', 'machineType', 'state'],
    ...['minThroughput', 'maxThroughput', 'minInstances', 'maxInstances', 'connectedProjects'],
  ]);
  const network = body.text('network');
  const ipCidrRange = body.text('ipCidrRange');
  const subnet = body.object('subnet');
  subnet?.only(['name', 'projectId']);
  const block = parseCidr(ipCidrRange ?? '');
  const hasRange = network !== undefined && block.ok && block.cidr.prefix === 28;
  if (hasRange === (subnet !== undefined)) {
    const message = 'Either a network with a range of 28 bits, or a subnet must be specified.';
    throw newerError(400, 'INVALID_ARGUMENT', message);
  }
  return defined({
    network,
    ipCidrRange,
    subnet: subnet?.fields,
    machineType: body.text('machineType') ?? 'e2-micro',
    minInstances: body.integer('minInstances', 2, 10) ?? 2,
    maxInstances: body.integer('maxInstances', 2, 10) ?? 10,
    state: 'READY',
  });
}
