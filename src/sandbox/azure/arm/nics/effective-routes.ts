import type { ArmContext } from '../arm-context.js';
import type { NetworkInterface, UserRoute, VirtualNetwork } from '../state/records.js';
import { subnetAt } from './addresses.js';

/** Private blocks that lead nowhere, unless something says otherwise. */
const NOWHERE = ['10.0.0.0/8', '127.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16'];

interface Candidate {
  readonly prefixes: readonly string[];
  readonly nextHopType: string;
}

/**
 * The routes of an interface's subnet: the network's own space, its peerings, Azure's defaults, and the user's own,
 * which make those of equal prefix invalid.
 */
export function effectiveRoutes(arm: ArmContext, nic: NetworkInterface): readonly unknown[] {
  const place = subnetAt(arm, nic.ipConfigurations[0]?.subnetId ?? '');
  if (!place) return [];
  const table = arm.world.routeTables.get(place.subnet.routeTableId ?? '');
  const user = [...(table?.routes.values() ?? [])];
  const overridden = new Set(user.map(({ addressPrefix }) => addressPrefix));
  const withoutBgp = table?.disableBgpRoutePropagation ?? false;
  const system = systemRoutes(arm, place.vnet).map(({ prefixes, nextHopType }) => {
    const state = prefixes.every((prefix) => overridden.has(prefix)) ? 'Invalid' : 'Active';
    return entry('Default', state, prefixes, nextHopType, [], withoutBgp);
  });
  return [...system, ...user.map((route) => userEntry(route, withoutBgp))];
}

function systemRoutes({ world }: ArmContext, vnet: VirtualNetwork): Candidate[] {
  const peerings = [...vnet.peerings.values()]
    .filter(({ state }) => state === 'Connected')
    .map(({ remotePrefixes, remoteVnetId }) => {
      const isNear = world.virtualNetworks.get(remoteVnetId)?.location === vnet.location;
      return { prefixes: remotePrefixes, nextHopType: isNear ? 'VNetPeering' : 'VNetGlobalPeering' };
    });
  const used = new Set([...vnet.prefixes, ...peerings.flatMap(({ prefixes }) => prefixes)]);
  return [
    { prefixes: vnet.prefixes, nextHopType: 'VnetLocal' },
    ...peerings,
    { prefixes: ['0.0.0.0/0'], nextHopType: 'Internet' },
    ...NOWHERE.filter((prefix) => !used.has(prefix)).map((prefix) => ({
      prefixes: [prefix],
      nextHopType: 'None',
    })),
  ];
}

function userEntry({ name, addressPrefix, nextHopType, nextHopIpAddress }: UserRoute, withoutBgp: boolean) {
  const hops = nextHopIpAddress === undefined ? [] : [nextHopIpAddress];
  return { name, ...entry('User', 'Active', [addressPrefix], nextHopType, hops, withoutBgp) };
}

function entry(
  source: string,
  state: string,
  addressPrefix: readonly string[],
  nextHopType: string,
  nextHopIpAddress: readonly string[],
  disableBgpRoutePropagation: boolean,
) {
  return {
    disableBgpRoutePropagation,
    source,
    state,
    hasBgpOverride: false,
    addressPrefix,
    nextHopType,
    nextHopIpAddress,
    destinationServiceTags: [],
    tagMap: {},
  };
}
