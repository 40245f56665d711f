import type { ArmCall, ArmResult, ArmRoute } from '../arm-context.js';
import type { Subnet, VirtualNetwork } from '../state/records.js';
import { topLevelRoutes } from '../tracked/top-level.js';
import { checkVersion, deleting, newTracked, touch, writing } from '../tracked/tracked.js';
import type { Body } from '../wire/body.js';
import { networkError } from '../wire/errors.js';
import { checkedPrefix, overlapping } from '../wire/prefixes.js';
import { removePeering } from './peering-life.js';
import { assertUnused, checkSubnet, joins, subnetIn, without } from './subnet-rules.js';
import { vnetView } from './vnet-view.js';

const TYPE = 'Microsoft.Network/virtualNetworks';

/** Fields that have a meaning here, or that only ARM writes. */
const OWN = [
  'addressSpace',
  'dhcpOptions',
  'subnets',
  'virtualNetworkPeerings',
  'provisioningState',
  'resourceGuid',
  'privateEndpointVNetPolicies',
];

/** Virtual networks, and what a Virtual Network Manager has set for them. */
export const VIRTUAL_NETWORK_ROUTES: readonly ArmRoute[] = [
  ...topLevelRoutes({
    type: TYPE,
    table: ({ virtualNetworks }) => virtualNetworks,
    view: vnetView,
    linked: ({ body }) =>
      (body.child('properties').children('subnets') ?? []).flatMap((subnet) =>
        joins(subnet.child('properties')),
      ),
    put,
    remove,
  }),
  {
    name: 'virtualNetworks.listEffectiveSecurityAdminRules',
    method: 'POST',
    pattern: `/subscriptions/{subscription}/resourceGroups/{group}/providers/${TYPE}/{vnet}/listNetworkManagerEffectiveSecurityAdminRules`,
    action: `${TYPE}/listNetworkManagerEffectiveSecurityAdminRules/action`,
    run: ({ arm, path }) => {
      const id = path.replace(/\/[^/]*$/, '').toLowerCase();
      return { status: 200, body: { value: arm.world.adminRules.get(id) ?? [] } };
    },
  },
];

function put(call: ArmCall, before: VirtualNetwork | undefined): ArmResult {
  const { arm, path, body } = call;
  checkVersion(call, before?.etag);
  if (before) arm.operations.assertIdle(before.id);
  const properties = body.child('properties');
  const prefixes = prefixesIn(path, properties);
  if (before) assertPeersFit(before, prefixes);
  const vnet: VirtualNetwork = before ?? emptyVnet(call);
  const subnets = subnetsIn(call, vnet, prefixes, properties);
  const dropped = [...vnet.subnets.values()].filter(({ name }) => !subnets.has(name.toLowerCase()));
  for (const subnet of dropped) assertUnused(arm, subnet);

  vnet.prefixes = prefixes;
  if (properties.has('dhcpOptions'))
    vnet.dnsServers = properties.child('dhcpOptions').texts('dnsServers') ?? [];
  vnet.tags = body.map('tags') ?? vnet.tags;
  vnet.rest = without(properties.raw, OWN);
  vnet.provisioningState = 'Updating';
  vnet.subnets.clear();
  for (const [name, subnet] of subnets) vnet.subnets.set(name, subnet);
  touch(arm, vnet);
  arm.world.virtualNetworks.add(vnet);
  const finish = () => {
    vnet.provisioningState = 'Succeeded';
    for (const subnet of vnet.subnets.values()) subnet.provisioningState = 'Succeeded';
    touch(arm, vnet);
    return undefined;
  };
  return writing(call, !before, vnetView(vnet, call), {
    on: vnet,
    doing: 'PutVirtualNetworkOperation',
    finish,
  });
}

function remove(call: ArmCall, vnet: VirtualNetwork): ArmResult {
  const { arm } = call;
  checkVersion(call, vnet.etag);
  arm.operations.assertIdle(vnet.id);
  for (const subnet of vnet.subnets.values()) assertUnused(arm, subnet);
  vnet.provisioningState = 'Deleting';
  const finish = () => {
    const peerings = [...vnet.peerings.values()];
    for (const peering of peerings) removePeering(arm, vnet, peering);
    arm.world.virtualNetworks.delete(vnet.id);
    for (const { remoteVnetId } of peerings) arm.notices.peeringChanged(vnet.id, remoteVnetId);
    return undefined;
  };
  return deleting(call, { on: vnet, doing: 'DeleteVirtualNetworkOperation', finish });
}

function emptyVnet(call: ArmCall): VirtualNetwork {
  return {
    ...newTracked(call),
    prefixes: [],
    dnsServers: undefined,
    subnets: new Map(),
    peerings: new Map(),
    rest: {},
  };
}

function prefixesIn(id: string, properties: Body): readonly string[] {
  const prefixes = properties.child('addressSpace').texts('addressPrefixes') ?? [];
  for (const prefix of prefixes) checkedPrefix(prefix, id);
  if (prefixes.length > 0) return prefixes;
  const message = `Virtual network ${id} needs at least one address prefix.`;
  throw networkError(400, 'InvalidRequestFormat', message);
}

/** The subnets that a body lists; where it lists none, those that there are. All must fit into the address space. */
function subnetsIn(
  { arm, path }: ArmCall,
  vnet: VirtualNetwork,
  prefixes: readonly string[],
  properties: Body,
): Map<string, Subnet> {
  const given = properties.children('subnets')?.map((subnet) => {
    return subnetIn(path, subnet.text('name') ?? '', subnet.child('properties'));
  });
  const subnets = given ?? [...vnet.subnets.values()];
  const byName = new Map(subnets.map((subnet) => [subnet.name.toLowerCase(), subnet]));
  for (const subnet of subnets) checkSubnet(arm, { ...vnet, prefixes, subnets: byName }, subnet);
  return byName;
}

/** A peered network may grow, but not into an address of one that it is peered with. */
function assertPeersFit(vnet: VirtualNetwork, prefixes: readonly string[]): void {
  for (const peering of vnet.peerings.values()) {
    const blocks = overlapping(prefixes, peering.remotePrefixes);
    if (blocks.length === 0) continue;
    throw networkError(
      400,
      'VnetAddressSpacesOverlap',
      `Cannot update address space of virtual network ${vnet.id} because it overlaps with address space of virtual network ${peering.remoteVnetId} referenced by peering ${peering.id}. Overlapping address prefixes: ${blocks.join(', ')}.`,
    );
  }
}
