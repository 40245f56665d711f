import { type Action, LISTED, type Needed, type Started } from '../action.js';
import type { Call } from '../gcp-context.js';
import { REGIONS } from '../regions.js';
import { changing, deleting, inserting, newResource } from '../state/lifecycle.js';
import type { Subnetwork } from '../state/records.js';
import { invalidValue, quotaExceeded } from '../wire/errors.js';
import type { Fields } from '../wire/fields.js';
import { linkOf, nameOf } from '../wire/links.js';
import { listAnswer } from '../wire/list.js';
import { AGGREGATED, aggregatedAnswer } from './aggregated.js';
import { onProject } from './networks.js';
import { networkNamed, onNamedNetwork } from './networks-named.js';
import { regionScope } from './places.js';
import {
  expandSubnetwork,
  patchSubnetwork,
  subnetworkOf,
  subnetworkPath,
  subnetworkView,
} from './subnetwork-changes.js';
import { checkFree } from './subnetwork-conflicts.js';
import { subnetworkFields } from './subnetwork-fields.js';

const LIST = '/compute/v1/projects/{project}/regions/{region}/subnetworks';
const ITEM = `${LIST}/{subnetwork}`;

/** Subnets. */
export const SUBNETWORK_ACTIONS: readonly Action[] = [
  {
    name: 'compute.subnetworks.list',
    method: 'GET',
    path: LIST,
    query: [...LISTED, 'views'],
    needs: (call) => onProject(call, 'compute.subnetworks.list'),
    answer: listSubnetworks,
  },
  {
    name: 'compute.subnetworks.aggregatedList',
    method: 'GET',
    path: '/compute/v1/projects/{project}/aggregated/subnetworks',
    query: [...AGGREGATED, 'views'],
    needs: (call) => onProject(call, 'compute.subnetworks.list'),
    answer: (call) =>
      aggregatedAnswer(call, {
        collection: 'subnetworks',
        kind: 'compute#subnetworkAggregatedList',
        scopes: REGIONS.map((region) => `regions/${region}`),
        items: own(call).map((one) => ({ scope: one.scope, view: subnetworkView(call, one) })),
      }),
  },
  {
    name: 'compute.subnetworks.get',
    method: 'GET',
    path: ITEM,
    needs: (call) => onSubnetwork(call, 'compute.subnetworks.get'),
    answer: (call) => subnetworkView(call, subnetworkOf(call)),
  },
  {
    name: 'compute.subnetworks.insert',
    method: 'POST',
    path: LIST,
    needs: neededToInsert,
    start: insertSubnetwork,
  },
  {
    name: 'compute.subnetworks.patch',
    method: 'PATCH',
    path: ITEM,
    query: ['drainTimeoutSeconds'],
    needs: (call) => onSubnetwork(call, 'compute.subnetworks.update'),
    start: patchSubnetwork,
  },
  {
    name: 'compute.subnetworks.expandIpCidrRange',
    method: 'POST',
    path: `${ITEM}/expandIpCidrRange`,
    needs: (call) => onSubnetwork(call, 'compute.subnetworks.expandIpCidrRange'),
    start: expandSubnetwork,
  },
  {
    name: 'compute.subnetworks.setPrivateIpGoogleAccess',
    method: 'POST',
    path: `${ITEM}/setPrivateIpGoogleAccess`,
    needs: (call) => onSubnetwork(call, 'compute.subnetworks.setPrivateIpGoogleAccess'),
    start: (call) => {
      call.body.only(['privateIpGoogleAccess']);
      const privateIpGoogleAccess = call.body.flag('privateIpGoogleAccess') ?? false;
      return changing(subnetworkOf(call), 'setPrivateIpGoogleAccess', (fields) => ({
        ...fields,
        privateIpGoogleAccess,
      }));
    },
  },
  {
    name: 'compute.subnetworks.delete',
    method: 'DELETE',
    path: ITEM,
    needs: (call) => onSubnetwork(call, 'compute.subnetworks.delete'),
    start: deleteSubnetwork,
  },
];

function own({ world, project, sees }: Call): Subnetwork[] {
  return world.subnetworks.all().filter((one) => one.project === project.id && sees(one));
}

function listSubnetworks(call: Call): Fields {
  const scope = regionScope(call);
  return listAnswer(call.query, {
    kind: 'compute#subnetworkList',
    path: `projects/${call.project.id}/${scope}/subnetworks`,
    items: own(call)
      .filter((one) => one.scope === scope)
      .map((one) => subnetworkView(call, one)),
  });
}

function insertSubnetwork(call: Call): Started {
  const { world, project, body, gcp } = call;
  const scope = regionScope(call);
  const name = body.required('name');
  const network = networkNamed(call, body.required('network'));
  const region = body.text('region');
  if (region !== undefined && nameOf(region) !== nameOf(scope)) throw invalidValue('resource.region', region);
  const fields = {
    ...subnetworkFields(body, network.fields.autoCreateSubnetworks ?? false),
    network: linkOf(network.path),
  };
  const limit = gcp.limits.of(project.id).subnetworks;
  const count = world.subnetworks.all().filter((one) => one.project === project.id).length;
  if (count >= limit) throw quotaExceeded('SUBNETWORKS', limit);
  const made = newResource(gcp, world.subnetworks, { project: project.id, scope, name }, fields);
  const subnetwork: Subnetwork = { ...made, network: network.path };
  // Overlaps are found while the subnet is made.
  return inserting(call, world.subnetworks, subnetwork, { check: () => checkFree(call, subnetwork, fields) });
}

function deleteSubnetwork(call: Call): Started {
  const { world } = call;
  const subnetwork = subnetworkOf(call);
  const network = world.networks.get(subnetwork.network);
  if (network?.fields.autoCreateSubnetworks && network.name === subnetwork.name) {
    const why = 'Cannot delete auto subnetwork from an auto subnet mode network.';
    throw invalidValue('subnetwork', subnetwork.name, why);
  }
  const user = () =>
    world.instances
      .all()
      .find(({ interfaces }) => interfaces.some((one) => one.subnetwork === subnetwork.path))?.path;
  return deleting(world.subnetworks, subnetwork, { user });
}

function onSubnetwork(call: Call, permission: string): Needed[] {
  return [{ permission, path: subnetworkPath(call, call.part('subnetwork')) }];
}

function neededToInsert(call: Call): Needed[] {
  return [
    { permission: 'compute.subnetworks.create', path: subnetworkPath(call, call.body.text('name') ?? '') },
    ...onNamedNetwork(call, call.body.text('network')),
  ];
}
