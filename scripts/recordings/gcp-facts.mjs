// What must survive the reading of an answer of Google Cloud, as lines of text: once from the recording, once from
// dfcloud's model of it. The two must be equal, so nothing may be lost and nothing invented.
import ipaddr from 'ipaddr.js';

/** Lines of one network with its peerings. */
export const NETWORK = {
  recorded: (network) => {
    const id = nameOfLink(network.selfLink);
    return [
      `${id} auto ${Boolean(network.autoCreateSubnetworks)} range ${network.IPv4Range ?? 'none'}`,
      `${id} mtu ${network.mtu ?? 1460} routes ${network.routingConfig?.routingMode ?? 'REGIONAL'}`,
      `${id} order ${network.networkFirewallPolicyEnforcementOrder ?? 'AFTER_CLASSIC_FIREWALL'}`,
      ...(network.peerings ?? []).map((peering) => `${id} peers ${recordedPeering(peering)}`),
    ];
  },
  read: (network) => {
    const id = nameOf(network);
    return [
      `${id} auto ${network.autoMode} range ${network.legacyRange ?? 'none'}`,
      `${id} mtu ${network.mtu} routes ${network.routingMode}`,
      `${id} order ${network.enforcementOrder}`,
      ...network.peerings.map((peering) => `${id} peers ${readPeering(peering)}`),
    ];
  },
};

function recordedPeering(peering) {
  const { name, network, state, stateDetails = '', connectionStatus: status } = peering;
  const words = stateDetails.slice(stateDetails.startsWith('[') ? stateDetails.indexOf(']: ') + 3 : 0);
  const custom = `custom ${Boolean(peering.importCustomRoutes)}/${Boolean(peering.exportCustomRoutes)}`;
  const { exportSubnetRoutesWithPublicIp: out = true, importSubnetRoutesWithPublicIp: into = false } =
    peering;
  const strategy = peering.updateStrategy ?? status?.updateStrategy ?? 'INDEPENDENT';
  return `${name} ${nameOfLink(network)} ${state} "${words}" ${custom} public ${into}/${out} ${peering.stackType ?? 'IPV4_ONLY'} ${strategy} ${peering.peerMtu ?? '-'}`;
}

function readPeering(peering) {
  const { name, network, state, stateDetails, stackType, updateStrategy, peerMtu } = peering;
  const custom = `custom ${peering.importCustomRoutes}/${peering.exportCustomRoutes}`;
  const open = `public ${peering.importSubnetRoutesWithPublicIp}/${peering.exportSubnetRoutesWithPublicIp}`;
  return `${name} ${nameOf(network)} ${state} "${stateDetails}" ${custom} ${open} ${stackType} ${updateStrategy} ${peerMtu ?? '-'}`;
}

/** Lines of one subnet. */
export const SUBNETWORK = {
  recorded: (subnet) => {
    const id = `${lastOf(subnet.region)}/${subnet.name}`;
    const secondary = (subnet.secondaryIpRanges ?? []).map(
      ({ rangeName, ipCidrRange }) => `${id} range ${rangeName} ${canonical(ipCidrRange)}`,
    );
    const six = new Set(
      [subnet.ipv6CidrRange, subnet.internalIpv6Prefix, subnet.externalIpv6Prefix].filter(Boolean),
    );
    const ranges = [...(subnet.ipCidrRange ? [subnet.ipCidrRange] : []), ...six];
    return [
      `${id} in ${nameOfLink(subnet.network)} for ${subnet.purpose ?? 'PRIVATE'} hybrid ${Boolean(subnet.allowSubnetCidrRoutesOverlap)}`,
      ...ranges.map((range) => `${id} has ${canonical(range)}`),
      ...secondary,
    ];
  },
  read: ({ name, region, network, purpose, overlapsAllowed, cidrs, secondary }) => {
    const id = `${region}/${name}`;
    return [
      `${id} in ${nameOf(network)} for ${purpose} hybrid ${overlapsAllowed}`,
      ...cidrs.map((range) => `${id} has ${range}`),
      ...secondary.map((range) => `${id} range ${range.name} ${range.cidr}`),
    ];
  },
};

const NEXT_HOPS = {
  nextHopPeering: 'peering',
  nextHopGateway: 'gateway',
  nextHopInstance: 'instance',
  nextHopIlb: 'load-balancer',
  nextHopVpnTunnel: 'vpn-tunnel',
  nextHopIp: 'ip',
  nextHopNetwork: 'network',
};

/** Lines of one route. */
export const ROUTE = {
  recorded: (route) => {
    const [field, kind] = Object.entries(NEXT_HOPS).find(([name]) => route[name] !== undefined);
    const states = [route.routeType ?? '', route.routeStatus ?? ''].join('/');
    const codes = (route.warnings ?? []).map(({ code }) => code);
    return [
      `${route.name} in ${nameOfLink(route.network)} ${canonical(route.destRange)} ${route.priority} to ${kind} ${lastOf(route[field])} ${states} for ${route.tags ?? ''} warns ${codes}`,
    ];
  },
  read: ({ name, network, destination, priority, nextHop, type, status, tags, warnings }) => [
    `${name} in ${nameOf(network)} ${destination} ${priority} to ${nextHop.kind} ${nextHop.id} ${type}/${status} for ${tags} warns ${warnings}`,
  ],
};

/** Lines of one VPC firewall rule. */
export const FIREWALL = {
  recorded: (rule) => {
    const entries = rule.denied ?? rule.allowed ?? [];
    const what = [
      rule.direction ?? 'INGRESS',
      rule.priority,
      Boolean(rule.disabled),
      rule.denied ? 'deny' : 'allow',
    ];
    return [
      `${rule.name} in ${nameOfLink(rule.network)} ${what}`,
      ...entries.map(({ IPProtocol, ports }) => `${rule.name} ${IPProtocol.toLowerCase()} ${portsOf(ports)}`),
      `${rule.name} from ${blocks(rule.sourceRanges)} tags ${rule.sourceTags ?? ''} as ${rule.sourceServiceAccounts ?? ''}`,
      `${rule.name} to ${blocks(rule.destinationRanges)} tags ${rule.targetTags ?? ''} as ${rule.targetServiceAccounts ?? ''}`,
    ];
  },
  read: (rule) => [
    `${rule.name} in ${nameOf(rule.network)} ${[rule.direction, rule.priority, rule.disabled, rule.action]}`,
    ...rule.layer4.map((entry) => `${rule.name} ${readLayer4(entry)}`),
    `${rule.name} from ${rule.sourceRanges} tags ${rule.sourceTags} as ${rule.sourceServiceAccounts}`,
    `${rule.name} to ${rule.destinationRanges} tags ${rule.targetTags} as ${rule.targetServiceAccounts}`,
  ],
};

/** Lines of one rule of a firewall policy. */
const POLICY_RULE = {
  recorded: ({ match = {}, ...rule }) => [
    `${rule.priority} ${rule.action} ${rule.direction} ${Boolean(rule.disabled)}`,
    ...(match.layer4Configs ?? []).map(
      ({ ipProtocol, ports }) => `${rule.priority} ${ipProtocol.toLowerCase()} ${portsOf(ports)}`,
    ),
    `${rule.priority} from ${blocks(match.srcIpRanges)} to ${blocks(match.destIpRanges)} as ${rule.targetServiceAccounts ?? ''}`,
  ],
  read: (rule) => [
    `${rule.priority} ${rule.action} ${rule.direction} ${rule.disabled}`,
    ...rule.layer4.map((entry) => `${rule.priority} ${readLayer4(entry)}`),
    `${rule.priority} from ${rule.sourceRanges} to ${rule.destinationRanges} as ${rule.targetServiceAccounts}`,
  ],
};

/** Lines of everything that is in effect on a network. */
export const EFFECTIVE = {
  recorded: ({ firewalls = [], firewallPolicys = [] }) => [
    ...firewalls.flatMap(FIREWALL.recorded),
    ...firewallPolicys.flatMap(({ name, type, rules = [] }) => [
      `policy ${name} of type ${type ?? ''}`,
      ...rules.flatMap(POLICY_RULE.recorded),
    ]),
  ],
  read: ({ firewalls, policies }) => [
    ...firewalls.flatMap(FIREWALL.read),
    ...policies.flatMap(({ name, type, rules }) => [
      `policy ${name} of type ${type}`,
      ...rules.flatMap(POLICY_RULE.read),
    ]),
  ],
};

function readLayer4({ protocol, ports }) {
  return `${protocol} ${ports.map(({ from, to }) => (from === to ? from : `${from}-${to}`))}`;
}

function portsOf(ports = []) {
  return ports.map((text) => (/^(\d+)-\1$/.test(text) ? text.split('-')[0] : text)).join();
}

function blocks(texts = []) {
  return texts.map(canonical).join();
}

/** A block as ipaddr.js writes it, with the host bits dropped; a single address is a block, too. */
function canonical(text) {
  const whole = text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`;
  const [address, length] = ipaddr.parseCIDR(whole);
  const family = address.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
  return `${family.networkAddressFromCIDR(whole)}/${length}`;
}

/** `project/network` out of a link, whatever stands before it. */
export function nameOfLink(link) {
  const [, project, name] = /projects\/([^/]+)\/global\/networks\/([^/]+)$/.exec(link) ?? [];
  return `${project}/${name}`;
}

function nameOf({ projectId, name }) {
  return `${projectId}/${name}`;
}

function lastOf(link) {
  return link.split('/').at(-1);
}
