import { hostCidr, parseCidr } from '../../../path/cidr.js';
import type { Call } from '../gcp-context.js';
import { activePeersOf, INTERNET_GATEWAY, subnetRanges, subnetworksOf } from '../state/address-space.js';
import type { Network, RouteFields } from '../state/records.js';
import { checkName, invalidValue } from '../wire/errors.js';
import { defined, type Fields } from '../wire/fields.js';
import { linkOf, nameOf, pathOf } from '../wire/links.js';
import { textsOf } from '../wire/lists.js';

const NEXT_HOPS = [
  'nextHopGateway',
  'nextHopInstance',
  'nextHopIp',
  'nextHopIlb',
  'nextHopVpnTunnel',
] as const;
const NAMES = [
  ...['kind', 'id', 'creationTimestamp', 'name', 'description', 'network', 'destRange', 'priority', 'tags'],
  ...[...NEXT_HOPS, 'selfLink', 'params'],
];

/**
 * A static route as it is kept, links in full.
 * @throws {GcpError} what is wrong with the request
 */
export function routeFields(call: Call, network: Network): RouteFields {
  const { body } = call;
  body.only(NAMES);
  const destRange = body.required('destRange');
  checkDestination(call, network, destRange);
  const tags = textsOf(body, 'tags');
  tags?.forEach((tag, index) => {
    checkName(tag, `resource.tags[${index}]`);
  });
  return {
    ...defined({ description: body.text('description'), tags }),
    ...nextHop(call, network),
    destRange,
    priority: body.integer('priority', 0, 65_535) ?? 1000,
  };
}

/** A route may not lead packets away from a subnet, the network's own or a peer's, unless the subnet allows it. */
function checkDestination({ world }: Call, network: Network, destRange: string): void {
  const parsed = parseCidr(destRange);
  if (!parsed.ok) throw invalidValue('resource.destRange', destRange, 'Must be a CIDR address range.');
  const destination = parsed.cidr;
  const hybrid = subnetworksOf(world, network.path).filter(
    ({ fields }) => fields.allowSubnetCidrRoutesOverlap === true,
  );
  const closed = [network, ...activePeersOf(world, network)]
    .flatMap(({ path }) => subnetRanges(world, path))
    .filter(({ holder }) => !hybrid.some(({ path }) => path === holder));
  if (!closed.some(({ block }) => block.contains(destination))) return;
  const why =
    `${destRange} hides the address space of the network ${linkOf(network.path)}. ` +
    'Cannot change the routing of packets destined for the network.';
  throw invalidValue('resource.destRange', destRange, why);
}

/** Exactly one of the next hops is given. */
function nextHop(call: Call, network: Network): Fields {
  const { body } = call;
  const [field, other] = NEXT_HOPS.filter((name) => body.has(name));
  if (field === undefined || other !== undefined) {
    throw invalidValue('resource.nextHop', other ?? '', 'Exactly one next hop must be specified.');
  }
  const to = body.required(field);
  if (field === 'nextHopIp') return { nextHopIp: addressInside(call, network, to) };
  if (field === 'nextHopIlb' && hostCidr(to)) return { nextHopIlb: to };
  const path = pathOf(to, call.project.id);
  if (path === undefined) throw invalidValue(`resource.${field}`, to, 'The URL is malformed.');
  if (field === 'nextHopGateway' && nameOf(path) !== INTERNET_GATEWAY) {
    throw invalidValue('resource.nextHopGateway', to, `The only gateway is ${INTERNET_GATEWAY}.`);
  }
  if (field === 'nextHopInstance' && !call.world.instances.get(path)) {
    throw invalidValue('resource.nextHopInstance', to, 'The referenced instance resource cannot be found.');
  }
  return { [field]: linkOf(path) };
}

/** The address must be one of the network's, or nobody could have it. */
function addressInside({ world }: Call, network: Network, address: string): string {
  const host = hostCidr(address);
  const isInside = host && subnetRanges(world, network.path).some(({ block }) => block.contains(host));
  if (isInside) return address;
  throw invalidValue(
    'resource.nextHopIp',
    address,
    'The address must be inside of a subnetwork of the network.',
  );
}
