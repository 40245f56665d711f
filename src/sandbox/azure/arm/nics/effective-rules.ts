import type { ArmContext } from '../arm-context.js';
import { DEFAULT_RULES } from '../nsg/default-rules.js';
import type { End } from '../nsg/rule-checks.js';
import type { NetworkInterface, NetworkSecurityGroup, VirtualNetwork } from '../state/records.js';
import { Body, type JsonObject } from '../wire/body.js';
import { subnetAt } from './addresses.js';

/** Azure's own address, which is part of every network's tag (recorded). */
const WIRE_SERVER = '168.63.129.16/32';

/** The rules of the groups on an interface and on its subnet, with tags written out. */
export function effectiveRules(arm: ArmContext, nic: NetworkInterface): readonly unknown[] {
  const place = subnetAt(arm, nic.ipConfigurations[0]?.subnetId ?? '');
  const onNic = arm.world.networkSecurityGroups.get(nic.networkSecurityGroupId ?? '');
  const onSubnet = arm.world.networkSecurityGroups.get(place?.subnet.networkSecurityGroupId ?? '');
  const space = place ? taggedSpace(place.vnet) : [];
  return [
    ...(onNic ? [groupEntry(onNic, { networkInterface: { id: nic.id } }, space)] : []),
    ...(onSubnet && place ? [groupEntry(onSubnet, { subnet: { id: place.subnet.id } }, space)] : []),
  ];
}

/** What the tag VirtualNetwork stands for: the network itself, and its peers while they have access. */
function taggedSpace({ prefixes, peerings }: VirtualNetwork): readonly string[] {
  const peers = [...peerings.values()]
    .filter(({ state, flags }) => state === 'Connected' && flags.allowVirtualNetworkAccess)
    .flatMap(({ remotePrefixes }) => remotePrefixes);
  return [...prefixes, ...peers, WIRE_SERVER];
}

function groupEntry(group: NetworkSecurityGroup, association: JsonObject, space: readonly string[]) {
  const own = [...group.rules.values()].map(({ name, properties }) =>
    ruleEntry(`securityRules/${name}`, properties, space),
  );
  const defaults = DEFAULT_RULES.map(({ name, properties }) =>
    ruleEntry(`defaultSecurityRules/${name}`, properties, space),
  );
  return {
    networkSecurityGroup: { id: group.id },
    association,
    effectiveSecurityRules: [...own, ...defaults],
  };
}

function ruleEntry(name: string, properties: JsonObject, space: readonly string[]): JsonObject {
  const { protocol, access, priority, direction } = properties;
  const body = new Body(properties);
  return {
    name,
    protocol: protocol === '*' ? 'All' : protocol,
    ...ports('source', body),
    ...ports('destination', body),
    ...addresses('source', body, space),
    ...addresses('destination', body, space),
    access,
    priority,
    direction,
  };
}

function ports(end: End, body: Body): JsonObject {
  const single = body.text(`${end}PortRange`);
  const all = single === undefined ? (body.texts(`${end}PortRanges`) ?? []) : [single];
  const ranges = all.map((text) =>
    text === '*' ? '0-65535' : text.includes('-') ? text : `${text}-${text}`,
  );
  return { [`${end}PortRange`]: ranges[0], [`${end}PortRanges`]: ranges };
}

function addresses(end: End, body: Body, space: readonly string[]): JsonObject {
  const single = body.text(`${end}AddressPrefix`);
  const all = single === undefined ? (body.texts(`${end}AddressPrefixes`) ?? []) : [single];
  const prefixes = all.map((text) => (text === '*' ? '0.0.0.0/0' : text));
  const tagged = prefixes.some((text) => text.toLowerCase() === 'virtualnetwork');
  const expanded = end === 'source' ? 'expandedSourceAddressPrefix' : 'expandedDestinationAddressPrefix';
  return {
    [`${end}AddressPrefix`]: prefixes[0],
    [`${end}AddressPrefixes`]: prefixes,
    ...(tagged ? { [expanded]: space } : {}),
  };
}
