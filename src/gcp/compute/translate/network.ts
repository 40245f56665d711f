import { defined } from '../../../internal/defined.js';
import type { Fields } from '../fields.js';
import { networkRef, regionOf } from '../links.js';
import type { Network, NetworkPeering, PeeringRoute, Subnetwork } from '../model.js';
import { blockOf, blocksOf } from './addresses.js';

/** A network with its peerings. Both have fewer fields in older answers; a network without peerings has no list of them. */
export function readNetwork(fields: Fields, projectId: string): Network {
  const legacyRange = fields.text('IPv4Range');
  return {
    projectId,
    name: fields.text('name') ?? '',
    autoMode: fields.flag('autoCreateSubnetworks'),
    ...(legacyRange !== undefined && { legacyRange }),
    mtu: fields.number('mtu') ?? 1460,
    routingMode: fields.at('routingConfig').text('routingMode') ?? 'REGIONAL',
    enforcementOrder: fields.text('networkFirewallPolicyEnforcementOrder') ?? 'AFTER_CLASSIC_FIREWALL',
    peerings: fields.records('peerings').map((peering) => readPeering(peering, projectId)),
  };
}

function readPeering(fields: Fields, projectId: string): NetworkPeering {
  const status = fields.at('connectionStatus');
  const consensus = status.at('consensusState');
  return {
    name: fields.text('name') ?? '',
    network: networkRef(fields.text('network') ?? '', projectId),
    state: fields.text('state') ?? '',
    stateDetails: (fields.text('stateDetails') ?? '').replace(/^\[[^\]]*\]:\s*/, ''),
    importCustomRoutes: fields.flag('importCustomRoutes'),
    exportCustomRoutes: fields.flag('exportCustomRoutes'),
    exportSubnetRoutesWithPublicIp: fields.flag('exportSubnetRoutesWithPublicIp', true),
    importSubnetRoutesWithPublicIp: fields.flag('importSubnetRoutesWithPublicIp'),
    stackType: fields.text('stackType') ?? 'IPV4_ONLY',
    updateStrategy: fields.text('updateStrategy') ?? status.text('updateStrategy') ?? 'INDEPENDENT',
    ...defined({
      peerMtu: fields.number('peerMtu'),
      updateStatus: consensus.text('updateStatus'),
      deleteStatus: consensus.text('deleteStatus'),
    }),
  };
}

/** A subnet. */
export function readSubnetwork(fields: Fields, projectId: string): Subnetwork {
  const ranges = ['ipCidrRange', 'ipv6CidrRange', 'internalIpv6Prefix', 'externalIpv6Prefix'];
  const texts = new Set(ranges.flatMap((name) => fields.text(name) ?? []));
  return {
    name: fields.text('name') ?? '',
    region: regionOf(fields.text('region') ?? fields.text('selfLink') ?? '') ?? '',
    network: networkRef(fields.text('network') ?? '', projectId),
    cidrs: blocksOf([...texts]),
    secondary: fields.records('secondaryIpRanges').flatMap((range) => {
      const cidr = blockOf(range.text('ipCidrRange'));
      return cidr ? { name: range.text('rangeName') ?? '', cidr } : [];
    }),
    purpose: fields.text('purpose') ?? 'PRIVATE',
    overlapsAllowed: fields.flag('allowSubnetCidrRoutesOverlap'),
  };
}

/** A route that a peering exchanges; undefined when it names no block. */
export function readPeeringRoute(fields: Fields): PeeringRoute | undefined {
  const destination = blockOf(fields.text('destRange'));
  if (!destination) return undefined;
  const region = fields.text('nextHopRegion');
  return {
    destination,
    type: fields.text('type') ?? '',
    priority: fields.number('priority') ?? 0,
    ...(region !== undefined && { region: regionOf(region) ?? region }),
    imported: fields.flag('imported'),
  };
}
