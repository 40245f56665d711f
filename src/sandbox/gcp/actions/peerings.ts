import type { Action, Started } from '../action.js';
import type { Call } from '../gcp-context.js';
import { DEFAULT_TRAFFIC, halfTowards } from '../peering-life.js';
import type { Network, PeeringHalf, TrafficOptions } from '../state/records.js';
import type { Body } from '../wire/body.js';
import { checkName, invalidValue, quotaExceeded, requiredField } from '../wire/errors.js';
import { GcpError } from '../wire/gcp-error.js';
import { pathOf, projectOf } from '../wire/links.js';
import { NETWORK, networkToChange, onNetwork } from './networks.js';

const OPTIONS = [
  'exportCustomRoutes',
  'importCustomRoutes',
  'exportSubnetRoutesWithPublicIp',
  'importSubnetRoutesWithPublicIp',
  'stackType',
] as const;
const STACKS = ['IPV4_ONLY', 'IPV4_IPV6'];
const STRATEGIES = ['INDEPENDENT', 'CONSENSUS', 'UNSPECIFIED'];
/** What a client may send back because it was read. */
const OUTPUT = ['state', 'stateDetails', 'peerMtu', 'connectionStatus'];
const PEERING = [
  'name',
  'network',
  'exchangeSubnetRoutes',
  'autoCreateRoutes',
  'updateStrategy',
  ...OPTIONS,
  ...OUTPUT,
];

/** The methods of a network that make, change and remove its halves of peerings. */
export const PEERING_ACTIONS: readonly Action[] = [
  change('addPeering', 'POST', add),
  change('updatePeering', 'PATCH', update),
  change('removePeering', 'POST', remove),
  change('requestRemovePeering', 'POST', (call) => speakOfDeletion(call, 'requested')),
  change('cancelRequestRemovePeering', 'POST', (call) => speakOfDeletion(call, 'cancelled')),
];

function change(
  verb: string,
  method: 'POST' | 'PATCH',
  start: (call: Call) => Omit<Started, 'operationType'>,
): Action {
  return {
    name: `compute.networks.${verb}`,
    method,
    path: `${NETWORK}/${verb}`,
    needs: (call) => onNetwork(call, `compute.networks.${verb}`),
    start: (call) => ({ operationType: verb, ...start(call) }),
  };
}

function add(call: Call): Omit<Started, 'operationType'> {
  const { gcp, project } = call;
  const network = networkToChange(call);
  const { name, peer, given } = readNew(call, network);
  const updateStrategy = strategyOf(given);
  const options = optionsIn(given, DEFAULT_TRAFFIC);
  checkAllowed(call, network, peer);
  checkUnlocked(call, network, peer);
  checkNew(network, name, peer);
  const limit = gcp.limits.of(project.id).peeringsPerNetwork;
  if (network.peerings.length >= limit) throw quotaExceeded('PEERINGS_PER_NETWORK', limit);
  return {
    target: network,
    locks: [network.path, peer],
    finish: () => void gcp.peerings.add(network, { name, peer, updateStrategy, options }),
  };
}

/** Both forms of the body: `networkPeering`, and the old one without it. */
function readNew(call: Call, network: Network): { name: string; peer: string; given: Body } {
  const { body } = call;
  body.only(['networkPeering', 'name', 'peerNetwork', 'autoCreateRoutes']);
  const nested = body.object('networkPeering');
  nested?.only(PEERING);
  const given = nested ?? body;
  const name = given.required('name');
  checkName(name, nested ? 'resource.networkPeering.name' : 'resource.name');
  const reference = given.required(nested ? 'network' : 'peerNetwork');
  const peer = peerOf(call, reference);
  const field = nested ? 'resource.networkPeering.network' : 'resource.peerNetwork';
  if (!peer?.includes('/global/networks/')) {
    throw invalidValue(field, reference, 'The URL is malformed.');
  }
  if (peer === network.path) throw invalidValue(field, reference, 'A network cannot be peered with itself.');
  const exchange = given.flag(nested ? 'exchangeSubnetRoutes' : 'autoCreateRoutes');
  if (exchange !== true) {
    throw invalidValue(
      `resource.${nested ? 'networkPeering.exchangeSubnetRoutes' : 'autoCreateRoutes'}`,
      exchange ?? false,
      'Must be true.',
    );
  }
  if (network.fields.IPv4Range !== undefined) {
    throw invalidValue('network', network.name, 'Legacy networks cannot be peered.');
  }
  return { name, peer, given };
}

/** The path that is meant; its project may be given by number. */
function peerOf({ gcp, project }: Call, reference: string): string | undefined {
  const path = pathOf(reference, project.id);
  const named = path && gcp.projects.find(projectOf(path));
  return named ? path.replace(/^projects\/[^/]+/, `projects/${named.id}`) : path;
}

function update(call: Call): Omit<Started, 'operationType'> {
  const { gcp, body } = call;
  const network = networkToChange(call);
  body.only(['networkPeering']);
  const given = body.object('networkPeering');
  if (!given) throw requiredField('resource.networkPeering');
  given.only(PEERING);
  const half = halfNamed(network, given.required('name'));
  const wanted = given.text('updateStrategy');
  if (wanted !== undefined && strategyOf(given) !== half.updateStrategy) {
    throw invalidValue('resource.networkPeering.updateStrategy', wanted, 'It cannot be changed.');
  }
  const options = optionsIn(given, half.options);
  checkUnlocked(call, network, half.peer);
  return {
    target: network,
    locks: [network.path, half.peer],
    finish: () => gcp.peerings.update(network, half, options),
  };
}

function remove(call: Call): Omit<Started, 'operationType'> {
  const { gcp } = call;
  const { network, half } = named(call);
  checkUnlocked(call, network, half.peer);
  const other = gcp.peerings.other(network, half);
  const agreed = half.deletion === 'requested' && other?.deletion === 'requested';
  if (half.updateStrategy === 'CONSENSUS' && half.state === 'ACTIVE' && other && !agreed) {
    throw new GcpError(
      400,
      'badRequest',
      `The peering ${half.name} uses the CONSENSUS update strategy: both sides must request its removal first.`,
    );
  }
  return {
    target: network,
    locks: [network.path, half.peer],
    finish: () => gcp.peerings.remove(network, half),
  };
}

function speakOfDeletion(call: Call, word: 'requested' | 'cancelled'): Omit<Started, 'operationType'> {
  const { network, half } = named(call);
  checkUnlocked(call, network, half.peer);
  if (half.updateStrategy !== 'CONSENSUS') {
    throw new GcpError(
      400,
      'badRequest',
      `The peering ${half.name} does not use the CONSENSUS update strategy: it is removed without a request.`,
    );
  }
  return {
    target: network,
    locks: [network.path, half.peer],
    finish: () => call.gcp.peerings.speakOfDeletion(half, network, word),
  };
}

function named(call: Call): { network: Network; half: PeeringHalf } {
  const network = networkToChange(call);
  call.body.only(['name']);
  return { network, half: halfNamed(network, call.body.required('name')) };
}

function halfNamed(network: Network, name: string): PeeringHalf {
  const half = network.peerings.find((one) => one.name === name);
  if (half) return half;
  throw new GcpError(400, 'badRequest', `There is no peering ${name} in network ${network.name}.`);
}

function checkNew(network: Network, name: string, peer: string): void {
  if (network.peerings.some((half) => half.name === name)) {
    throw new GcpError(400, 'badRequest', `There is already a peering ${name} in the network.`);
  }
  const same = halfTowards(network, peer);
  if (!same) return;
  throw new GcpError(
    400,
    'badRequest',
    `There is already a peering ${same.name} with the same network. Select another network.`,
  );
}

/** One change at a time, on both networks. */
function checkUnlocked({ gcp }: Call, network: Network, peer: string): void {
  if (!gcp.operations.isLocked(network.path) && !gcp.operations.isLocked(peer)) return;
  throw new GcpError(
    400,
    'badRequest',
    'There is a peering operation in progress on the local or peer network. Try again later.',
  );
}

/** The organization may say with which networks a project's may be peered. */
function checkAllowed({ project }: Call, network: Network, peer: string): void {
  const allowed = project.peeringAllowed;
  if (!allowed || allowed.includes(peer) || allowed.includes(`projects/${projectOf(peer)}`)) return;
  throw new GcpError(
    412,
    'conditionNotMet',
    `Constraint constraints/compute.restrictVpcPeering violated for project ${project.id}. ` +
      `Peering the network ${network.path} with ${peer} is not allowed.`,
  );
}

function strategyOf(given: Body): string {
  const strategy = given.word('updateStrategy', STRATEGIES) ?? 'INDEPENDENT';
  return strategy === 'UNSPECIFIED' ? 'INDEPENDENT' : strategy;
}

function optionsIn(given: Body, before: TrafficOptions): TrafficOptions {
  const flag = (name: Exclude<(typeof OPTIONS)[number], 'stackType'>) => given.flag(name) ?? before[name];
  return {
    exportCustomRoutes: flag('exportCustomRoutes'),
    importCustomRoutes: flag('importCustomRoutes'),
    exportSubnetRoutesWithPublicIp: flag('exportSubnetRoutesWithPublicIp'),
    importSubnetRoutesWithPublicIp: flag('importSubnetRoutesWithPublicIp'),
    stackType: given.word('stackType', STACKS) ?? before.stackType,
  };
}
