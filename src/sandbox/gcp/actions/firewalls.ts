import type { Action, Needed, Started } from '../action.js';
import { LISTED } from '../action.js';
import type { Call } from '../gcp-context.js';
import {
  changing,
  checkReady,
  deleting,
  found,
  inserting,
  newResource,
  resourceView,
} from '../state/lifecycle.js';
import type { Firewall } from '../state/records.js';
import { Body } from '../wire/body.js';
import { invalidValue, quotaExceeded } from '../wire/errors.js';
import type { Fields } from '../wire/fields.js';
import { linkOf } from '../wire/links.js';
import { listAnswer } from '../wire/list.js';
import { firewallFields } from './firewall-fields.js';
import { onProject } from './networks.js';
import { networkNamed, networkPath, onNamedNetwork } from './networks-named.js';

const LIST = '/compute/v1/projects/{project}/global/firewalls';
const ITEM = `${LIST}/{firewall}`;

/** VPC firewall rules. */
export const FIREWALL_ACTIONS: readonly Action[] = [
  {
    name: 'compute.firewalls.list',
    method: 'GET',
    path: LIST,
    query: LISTED,
    needs: (call) => onProject(call, 'compute.firewalls.list'),
    answer: listFirewalls,
  },
  {
    name: 'compute.firewalls.get',
    method: 'GET',
    path: ITEM,
    needs: onRule('compute.firewalls.get'),
    answer: (call) => resourceView(call.world.firewalls, rule(call)),
  },
  {
    name: 'compute.firewalls.insert',
    method: 'POST',
    path: LIST,
    needs: (call) => [
      { permission: 'compute.firewalls.create', path: rulePath(call, call.body.text('name') ?? '') },
      ...onNamedNetwork(call, call.body.text('network') ?? 'global/networks/default'),
    ],
    start: insertFirewall,
  },
  {
    name: 'compute.firewalls.patch',
    method: 'PATCH',
    path: ITEM,
    needs: changingRule('compute.firewalls.update'),
    start: (call) => changeFirewall(call, 'patch', (before) => ({ ...before, ...call.body.fields })),
  },
  {
    name: 'compute.firewalls.update',
    method: 'PUT',
    path: ITEM,
    needs: changingRule('compute.firewalls.update'),
    start: (call) => changeFirewall(call, 'update', () => call.body.fields),
  },
  {
    name: 'compute.firewalls.delete',
    method: 'DELETE',
    path: ITEM,
    needs: changingRule('compute.firewalls.delete'),
    start: (call) => deleting(call.world.firewalls, rule(call)),
  },
];

function listFirewalls(call: Call): Fields {
  const { world, project } = call;
  const own = world.firewalls.all().filter((one) => one.project === project.id && call.sees(one));
  return listAnswer(call.query, {
    kind: 'compute#firewallList',
    path: `projects/${project.id}/global/firewalls`,
    items: own.map((one) => resourceView(world.firewalls, one)),
  });
}

function insertFirewall(call: Call): Started {
  const { world, project, body } = call;
  const name = body.required('name');
  const network = networkNamed(call, body.text('network') ?? 'global/networks/default').path;
  const fields = { ...firewallFields(body), network: linkOf(network) };
  const limit = call.gcp.limits.of(project.id).firewalls;
  const count = world.firewalls.all().filter((other) => other.project === project.id).length;
  if (count >= limit) throw quotaExceeded('FIREWALLS', limit);
  const made = newResource(call.gcp, world.firewalls, { project: project.id, scope: 'global', name }, fields);
  return inserting(call, world.firewalls, { ...made, network });
}

/** A change keeps the name, the network, the direction and the action of a rule. */
function changeFirewall(call: Call, operationType: string, merge: (before: Fields) => Fields): Started {
  const firewall = rule(call);
  checkReady(firewall);
  const { name, network } = call.body.fields;
  if (name !== undefined && name !== firewall.name) throw invalidValue('resource.name', name);
  if (typeof network === 'string' && networkPath(call, network) !== firewall.network) {
    throw invalidValue('resource.network', network, 'The network of a firewall cannot be changed.');
  }
  const fields = firewallFields(new Body(merge(firewall.fields)));
  const after = { ...fields, network: linkOf(firewall.network) };
  checkKept(firewall.fields, after);
  return changing(firewall, operationType, () => after);
}

/** The rule that the path names. */
function rule(call: Call): Firewall {
  return found(call, call.world.firewalls, rulePath(call, call.part('firewall')));
}

function checkKept(before: Fields, after: Fields): void {
  if (before.direction !== after.direction) {
    throw invalidValue(
      'resource.direction',
      after.direction,
      'The direction of a firewall cannot be changed.',
    );
  }
  const action = after.allowed === undefined ? 'denied' : 'allowed';
  if (before[action] === undefined) {
    throw invalidValue(`resource.${action}`, after[action], 'The action of a firewall cannot be changed.');
  }
}

function rulePath({ world, project }: Call, name: string): string {
  return world.firewalls.path(project.id, 'global', name);
}

function onRule(permission: string): (call: Call) => readonly Needed[] {
  return (call) => [{ permission, path: rulePath(call, call.part('firewall')) }];
}

/** What changes a rule changes what the network lets through. */
function changingRule(permission: string): (call: Call) => readonly Needed[] {
  return (call) => {
    const known = call.world.firewalls.get(rulePath(call, call.part('firewall')));
    const policy = known ? [{ permission: 'compute.networks.updatePolicy', path: known.network }] : [];
    return [...onRule(permission)(call), ...policy];
  };
}
