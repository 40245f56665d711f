import type { Action, Needed, Started } from '../action.js';
import { LISTED } from '../action.js';
import type { Call } from '../gcp-context.js';
import { INTERNET_GATEWAY, staticRoutesOf, subnetworksOf } from '../state/address-space.js';
import { changing, deleting, found, foundReady, inserting, newResource } from '../state/lifecycle.js';
import { addAutoSubnetworks, addDefaultRoute, removeContents } from '../state/network-contents.js';
import type { Network, NetworkFields, Resource } from '../state/records.js';
import type { Body } from '../wire/body.js';
import { invalidValue, quotaExceeded } from '../wire/errors.js';
import { linkOf } from '../wire/links.js';
import { listAnswer } from '../wire/list.js';
import { networkView } from './network-view.js';

/** The methods of one network start so. */
export const NETWORK = '/compute/v1/projects/{project}/global/networks/{network}';
const NETWORKS = '/compute/v1/projects/{project}/global/networks';

const INSERTED = [
  'kind',
  'name',
  'description',
  'autoCreateSubnetworks',
  'routingConfig',
  'mtu',
  'networkFirewallPolicyEnforcementOrder',
  'IPv4Range',
  'enableUlaInternalIpv6',
  'internalIpv6Range',
  'networkProfile',
  'params',
];
/** What a client may send back because it was read. */
const OUTPUT = [
  'id',
  'selfLink',
  'selfLinkWithId',
  'creationTimestamp',
  'subnetworks',
  'peerings',
  'gatewayIPv4',
];

/** networks.get, list, insert, patch, delete and switchToCustomMode. */
export const NETWORK_ACTIONS: readonly Action[] = [
  {
    name: 'compute.networks.get',
    method: 'GET',
    path: NETWORK,
    needs: (call) => onNetwork(call, 'compute.networks.get'),
    answer: (call) => networkView(call, networkOf(call)),
  },
  {
    name: 'compute.networks.list',
    method: 'GET',
    path: NETWORKS,
    query: LISTED,
    needs: (call) => onProject(call, 'compute.networks.list'),
    answer: (call) => {
      const { world, project, query } = call;
      const mine = world.networks
        .all()
        .filter((network) => network.project === project.id && call.sees(network));
      const path = `projects/${project.id}/global/networks`;
      return listAnswer(query, {
        kind: 'compute#networkList',
        path,
        items: mine.map((network) => networkView(call, network)),
      });
    },
  },
  {
    name: 'compute.networks.insert',
    method: 'POST',
    path: NETWORKS,
    needs: (call) => [
      {
        permission: 'compute.networks.create',
        path: pathOfNetwork(call, String(call.body.fields.name ?? '')),
      },
    ],
    start: insert,
  },
  {
    name: 'compute.networks.patch',
    method: 'PATCH',
    path: NETWORK,
    needs: (call) => onNetwork(call, 'compute.networks.update'),
    start: (call) => {
      const network = networkToChange(call);
      call.body.only([...INSERTED, ...OUTPUT]);
      const fields = readFields(call.body, network.fields);
      return changing(network, 'compute.networks.patch', () => fields);
    },
  },
  {
    name: 'compute.networks.delete',
    method: 'DELETE',
    path: NETWORK,
    needs: (call) => onNetwork(call, 'compute.networks.delete'),
    start: (call) => {
      const network = networkToChange(call);
      return deleting(call.world.networks, network, {
        user: () => userOf(call, network),
        after: () => removeContents(call.gcp, network),
      });
    },
  },
  {
    name: 'compute.networks.switchToCustomMode',
    method: 'POST',
    path: `${NETWORK}/switchToCustomMode`,
    needs: (call) => onNetwork(call, 'compute.networks.switchToCustomMode'),
    start: (call) => {
      const network = networkToChange(call);
      if (!network.fields.autoCreateSubnetworks) {
        throw invalidValue('network', call.part('network'), 'The network is not in auto subnet mode.');
      }
      const custom = (fields: NetworkFields) => ({ ...fields, autoCreateSubnetworks: false });
      return changing(network, 'switchToCustomMode', custom);
    },
  },
];

/** The network that the path names. @throws {GcpError} 404 */
export function networkOf(call: Call): Network {
  return found<Network>(call, call.world.networks, pathOfNetwork(call, call.part('network')));
}

/** The same for a change. @throws {GcpError} 404, or 400 while it is made or deleted */
export function networkToChange(call: Call): Network {
  return foundReady<Network>(call, call.world.networks, pathOfNetwork(call, call.part('network')));
}

/** A permission on the network that the path names. */
export function onNetwork(call: Call, permission: string): Needed[] {
  return [{ permission, path: pathOfNetwork(call, call.part('network')) }];
}

/** A permission on the project that the path names. */
export function onProject({ project }: Call, permission: string): Needed[] {
  return [{ permission, path: `projects/${project.id}` }];
}

function pathOfNetwork({ world, project }: Call, name: string): string {
  return world.networks.path(project.id, 'global', name);
}

function insert(call: Call): Started {
  const { world, project, body, gcp } = call;
  body.only([...INSERTED, ...OUTPUT]);
  const name = body.required('name');
  checkQuota(call);
  if (body.has('IPv4Range') || !body.has('autoCreateSubnetworks')) {
    throw invalidValue(
      'resource.IPv4Range',
      body.fields.IPv4Range ?? '',
      'Legacy networks can no longer be created; autoCreateSubnetworks must be set to true or false.',
    );
  }
  const fields = readFields(body, {
    routingConfig: { routingMode: 'REGIONAL', bgpBestPathSelectionMode: 'LEGACY' },
    networkFirewallPolicyEnforcementOrder: 'AFTER_CLASSIC_FIREWALL',
  });
  const made = newResource(gcp, world.networks, { project: project.id, scope: 'global', name }, fields);
  const network: Network = { ...made, peerings: [] };
  return inserting(call, world.networks, network, {
    after: () => {
      addDefaultRoute(gcp, network);
      if (fields.autoCreateSubnetworks) addAutoSubnetworks(gcp, network);
    },
  });
}

function checkQuota({ world, project, gcp }: Call): void {
  const limit = gcp.limits.of(project.id).networks;
  const mine = world.networks.all().filter((network) => network.project === project.id);
  if (mine.length >= limit) throw quotaExceeded('NETWORKS', limit);
}

function readFields(body: Body, before: NetworkFields): NetworkFields {
  const routing = body.object('routingConfig');
  routing?.only(['routingMode', 'bgpBestPathSelectionMode', 'bgpAlwaysCompareMed', 'bgpInterRegionCost']);
  return {
    ...before,
    description: body.text('description') ?? before.description,
    autoCreateSubnetworks: body.flag('autoCreateSubnetworks') ?? before.autoCreateSubnetworks,
    mtu: body.integer('mtu', 1300, 8896) ?? before.mtu,
    routingConfig: {
      routingMode: routing?.word('routingMode', ['REGIONAL', 'GLOBAL']) ?? before.routingConfig.routingMode,
      bgpBestPathSelectionMode:
        routing?.word('bgpBestPathSelectionMode', ['LEGACY', 'STANDARD']) ??
        before.routingConfig.bgpBestPathSelectionMode,
    },
    networkFirewallPolicyEnforcementOrder:
      body.word('networkFirewallPolicyEnforcementOrder', [
        'AFTER_CLASSIC_FIREWALL',
        'BEFORE_CLASSIC_FIREWALL',
      ]) ?? before.networkFirewallPolicyEnforcementOrder,
  };
}

/** Something that keeps a network from being deleted. Its automatic subnets and default route go with it. */
function userOf({ world }: Call, { path, fields }: Network): string | undefined {
  const subnetwork = fields.autoCreateSubnetworks ? undefined : subnetworksOf(world, path)[0];
  const route = staticRoutesOf(world, path).find((one) => !isDefaultRoute(one));
  const firewall = world.firewalls.all().find((one) => one.network === path);
  const instance = world.instances
    .all()
    .find((one) => one.interfaces.some(({ network }) => network === path));
  const router = world.routers.all().find((one) => one.fields.network === linkOf(path));
  return (firewall ?? instance ?? subnetwork ?? route ?? router)?.path;
}

function isDefaultRoute({ fields }: Resource<{ nextHopGateway?: string | undefined }>): boolean {
  return fields.nextHopGateway?.endsWith(`/${INTERNET_GATEWAY}`) ?? false;
}
