import type { Action } from '../action.js';
import type { Call } from '../gcp-context.js';
import type { Body } from '../wire/body.js';
import type { Fields } from '../wire/fields.js';
import { checkRegion } from './connectors.js';
import { locationActions, newerError } from './location-resources.js';

/** Services and jobs of Cloud Run, as far as their way into a network is concerned. */
export const CLOUD_RUN_ACTIONS: readonly Action[] = [
  ...locationActions({
    ...{ name: 'run.services', version: 'v2', collection: 'services', idParameter: 'serviceId' },
    table: ({ world }) => world.runServices,
    checkLocation,
    read: ({ body }: Call) => read(body, body.object('template')),
  }),
  ...locationActions({
    ...{ name: 'run.jobs', version: 'v2', collection: 'jobs', idParameter: 'jobId' },
    table: ({ world }) => world.runJobs,
    checkLocation,
    read: ({ body }: Call) => read(body, body.object('template')?.object('template')),
  }),
];

/** The API's reference says of a list's parent: a region, and not the wildcard. */
function checkLocation(location: string): void {
  if (location === '-')
    throw newerError(400, 'INVALID_ARGUMENT', 'The location must be a region, not a wildcard.');
  checkRegion(location);
}

/** Checks the part that matters, and keeps everything. */
function read(body: Body, template: Body | undefined): Fields {
  for (const nic of template?.object('vpcAccess')?.objects('networkInterfaces') ?? []) {
    nic.only(['network', 'subnetwork', 'tags']);
    if (nic.has('network') || nic.has('subnetwork')) continue;
    throw newerError(400, 'INVALID_ARGUMENT', 'A network interface must have a network or a subnetwork.');
  }
  return body.fields;
}
