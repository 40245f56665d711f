import { type Action, LISTED, type Needed, type Started } from '../action.js';
import { fingerprintOf } from '../fingerprint.js';
import type { Call } from '../gcp-context.js';
import { REGIONS, zonesOf } from '../regions.js';
import type { Instance } from '../state/instance-record.js';
import {
  changing,
  checkReady,
  deleting,
  found,
  inserting,
  newResource,
  resourceView,
} from '../state/lifecycle.js';
import type { Fields } from '../wire/fields.js';
import { GcpError } from '../wire/gcp-error.js';
import { listAnswer } from '../wire/list.js';
import { textsOf } from '../wire/lists.js';
import { AGGREGATED, aggregatedAnswer } from './aggregated.js';
import { instanceFields } from './instance-fields.js';
import { onProject } from './networks.js';
import { zoneScope } from './places.js';

const LIST = '/compute/v1/projects/{project}/zones/{zone}/instances';
/** The methods of one VM start so. */
export const ZONE_INSTANCE = `${LIST}/{instance}`;

/** VMs, as far as packets are concerned: interfaces, tags, service accounts, whether they run. */
export const INSTANCE_ACTIONS: readonly Action[] = [
  {
    name: 'compute.instances.aggregatedList',
    method: 'GET',
    path: '/compute/v1/projects/{project}/aggregated/instances',
    query: AGGREGATED,
    needs: (call) => onProject(call, 'compute.instances.list'),
    answer: (call) =>
      aggregatedAnswer(call, {
        collection: 'instances',
        kind: 'compute#instanceAggregatedList',
        scopes: REGIONS.flatMap(zonesOf).map((zone) => `zones/${zone}`),
        items: own(call).map((one) => ({ scope: one.scope, view: instanceView(call, one) })),
      }),
  },
  {
    name: 'compute.instances.list',
    method: 'GET',
    path: LIST,
    query: LISTED,
    needs: (call) => onProject(call, 'compute.instances.list'),
    answer: listInstances,
  },
  {
    name: 'compute.instances.get',
    method: 'GET',
    path: ZONE_INSTANCE,
    query: ['view'],
    needs: (call) => onInstance(call, 'compute.instances.get'),
    answer: (call) => instanceView(call, instanceOf(call)),
  },
  {
    name: 'compute.instances.insert',
    method: 'POST',
    path: LIST,
    needs: (call) => [
      { permission: 'compute.instances.create', path: instancePath(call, call.body.text('name') ?? '') },
    ],
    start: insertInstance,
  },
  {
    name: 'compute.instances.delete',
    method: 'DELETE',
    path: ZONE_INSTANCE,
    needs: (call) => onInstance(call, 'compute.instances.delete'),
    start: (call) => deleting(call.world.instances, instanceOf(call)),
  },
  {
    name: 'compute.instances.setTags',
    method: 'POST',
    path: `${ZONE_INSTANCE}/setTags`,
    needs: (call) => onInstance(call, 'compute.instances.setTags'),
    start: setTags,
  },
  power('start', 'RUNNING'),
  power('stop', 'TERMINATED'),
];

function power(verb: 'start' | 'stop', status: 'RUNNING' | 'TERMINATED'): Action {
  return {
    name: `compute.instances.${verb}`,
    method: 'POST',
    path: `${ZONE_INSTANCE}/${verb}`,
    query: verb === 'stop' ? ['discardLocalSsd'] : [],
    needs: (call) => onInstance(call, `compute.instances.${verb}`),
    start: (call) => changing(instanceOf(call), verb, (fields) => ({ ...fields, status })),
  };
}

/** The VM that the path names. @throws {GcpError} 404 */
export function instanceOf(call: Call): Instance {
  return found<Instance>(call, call.world.instances, instancePath(call, call.part('instance')));
}

/** A permission on the VM that the path names. */
export function onInstance(call: Call, permission: string): Needed[] {
  return [{ permission, path: instancePath(call, call.part('instance')) }];
}

function instancePath(call: Call, name: string): string {
  return call.world.instances.path(call.project.id, zoneScope(call), name);
}

function own({ world, project, sees }: Call): Instance[] {
  return world.instances.all().filter((one) => one.project === project.id && sees(one));
}

function listInstances(call: Call): Fields {
  const scope = zoneScope(call);
  return listAnswer(call.query, {
    kind: 'compute#instanceList',
    path: `projects/${call.project.id}/${scope}/instances`,
    items: own(call)
      .filter((one) => one.scope === scope)
      .map((one) => instanceView(call, one)),
  });
}

function instanceView({ world }: Call, instance: Instance): Fields {
  const { tags } = instance.fields;
  return resourceView(world.instances, instance, { tags: { ...tags, fingerprint: fingerprintOf(tags) } });
}

function insertInstance(call: Call): Started {
  const { world, project, body, gcp } = call;
  const at = { project: project.id, scope: zoneScope(call), name: body.required('name') };
  const { fields, interfaces } = instanceFields(call, at.scope);
  const made = newResource(gcp, world.instances, at, fields);
  return inserting(call, world.instances, { ...made, interfaces });
}

function setTags(call: Call): Started {
  const { body } = call;
  const instance = instanceOf(call);
  checkReady(instance);
  body.only(['items', 'fingerprint']);
  if (body.text('fingerprint') !== fingerprintOf(instance.fields.tags)) {
    throw new GcpError(
      412,
      'conditionNotMet',
      'Supplied fingerprint does not match current metadata fingerprint.',
    );
  }
  const items = textsOf(body, 'items');
  return changing(instance, 'setTags', (fields) => ({ ...fields, tags: items ? { items } : {} }));
}
