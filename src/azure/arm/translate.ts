import { defined } from '../../internal/defined.js';
import { type Cidr, parseCidr } from '../../path/cidr.js';
import { nameOf } from '../ids.js';
import { at, dateAt, flagAt, idsAt, listAt, textAt, textsAt } from '../rest/json.js';
import type * as model from './model.js';

/*
 * Answers of Azure Resource Manager in our own terms. Which fields are there depends on the API version and on the age
 * of the resource, so what cannot be used is left out here, at the one place.
 */

export function toVnet(body: unknown): model.Vnet {
  const id = textAt(body, 'id') ?? '';
  return {
    id,
    name: textAt(body, 'name') ?? nameOf(id),
    location: textAt(body, 'location') ?? '',
    provisioningState: textAt(body, 'properties', 'provisioningState') ?? 'Succeeded',
    prefixes: blocksAt(body, 'properties', 'addressSpace', 'addressPrefixes'),
    subnets: listAt(body, 'properties', 'subnets').map(toSubnet),
    peerings: listAt(body, 'properties', 'virtualNetworkPeerings').map(toPeering),
    dnsServers: textsAt(body, 'properties', 'dhcpOptions', 'dnsServers'),
  };
}

function toSubnet(body: unknown): model.Subnet {
  const id = textAt(body, 'id') ?? '';
  const part = (...path: readonly string[]) => textAt(body, 'properties', ...path);
  // Newer subnets have the plural only.
  const prefixes = [part('addressPrefix'), ...textsAt(body, 'properties', 'addressPrefixes')];
  return defined({
    id,
    name: textAt(body, 'name') ?? nameOf(id),
    prefixes: blocksOf([...new Set(prefixes)]),
    nsgId: part('networkSecurityGroup', 'id'),
    routeTableId: part('routeTable', 'id'),
    natGatewayId: part('natGateway', 'id'),
    ipConfigurationIds: idsAt(body, 'properties', 'ipConfigurations'),
    delegations: listAt(body, 'properties', 'delegations').flatMap(
      (one) => textAt(one, 'properties', 'serviceName') ?? [],
    ),
  });
}

export function toPeering(body: unknown): model.VnetPeering {
  const id = textAt(body, 'id') ?? '';
  const part = (name: string) => textAt(body, 'properties', name);
  const flag = (name: string) => flagAt(body, 'properties', name);
  const remotePrefixes = blocksAt(body, 'properties', 'remoteAddressSpace', 'addressPrefixes');
  const current = blocksAt(body, 'properties', 'remoteVirtualNetworkAddressSpace', 'addressPrefixes');
  return defined({
    id,
    name: textAt(body, 'name') ?? nameOf(id),
    state: part('peeringState') ?? 'unknown',
    syncLevel: part('peeringSyncLevel'),
    provisioningState: part('provisioningState') ?? 'Succeeded',
    remoteVnetId: textAt(body, 'properties', 'remoteVirtualNetwork', 'id') ?? '',
    allowVirtualNetworkAccess: flag('allowVirtualNetworkAccess'),
    allowForwardedTraffic: flag('allowForwardedTraffic'),
    allowGatewayTransit: flag('allowGatewayTransit'),
    useRemoteGateways: flag('useRemoteGateways'),
    remotePrefixes,
    // Older answers have only the former.
    remoteVnetPrefixes: current.length > 0 ? current : remotePrefixes,
    completeVnets: at(body, 'properties', 'peerCompleteVnets') !== false,
    localSubnetNames: textsAt(body, 'properties', 'localSubnetNames'),
    remoteSubnetNames: textsAt(body, 'properties', 'remoteSubnetNames'),
  });
}

export function toRouteTable(body: unknown): model.RouteTable {
  const id = textAt(body, 'id') ?? '';
  return {
    id,
    name: textAt(body, 'name') ?? nameOf(id),
    disableBgpRoutePropagation: flagAt(body, 'properties', 'disableBgpRoutePropagation'),
    routes: listAt(body, 'properties', 'routes').map((route) =>
      defined({
        name: textAt(route, 'name') ?? '',
        prefix: textAt(route, 'properties', 'addressPrefix') ?? '',
        nextHopType: textAt(route, 'properties', 'nextHopType') ?? 'unknown',
        nextHopIp: textAt(route, 'properties', 'nextHopIpAddress'),
      }),
    ),
    subnetIds: idsAt(body, 'properties', 'subnets'),
  };
}

export function toNic(body: unknown): model.Nic {
  const id = textAt(body, 'id') ?? '';
  return defined({
    id,
    name: textAt(body, 'name') ?? nameOf(id),
    nsgId: textAt(body, 'properties', 'networkSecurityGroup', 'id'),
    vmId: textAt(body, 'properties', 'virtualMachine', 'id'),
    ipForwarding: flagAt(body, 'properties', 'enableIPForwarding'),
    ipConfigurations: listAt(body, 'properties', 'ipConfigurations').map((one) =>
      defined({
        id: textAt(one, 'id') ?? '',
        subnetId: textAt(one, 'properties', 'subnet', 'id'),
        privateIp: textAt(one, 'properties', 'privateIPAddress'),
        groupIds: idsAt(one, 'properties', 'applicationSecurityGroups'),
      }),
    ),
  });
}

export function toEffectiveRoute(body: unknown): model.EffectiveRoute {
  return defined({
    name: textAt(body, 'name'),
    source: textAt(body, 'source') ?? 'Unknown',
    state: textAt(body, 'state') ?? 'Active',
    prefixes: textsAt(body, 'addressPrefix'),
    nextHopType: textAt(body, 'nextHopType') ?? 'unknown',
    nextHopIps: textsAt(body, 'nextHopIpAddress'),
  });
}

export function toRoleDefinition(body: unknown): model.RoleDefinition {
  const id = textAt(body, 'id') ?? '';
  return {
    id,
    guid: (textAt(body, 'name') ?? nameOf(id)).toLowerCase(),
    roleName: textAt(body, 'properties', 'roleName') ?? '',
    type: textAt(body, 'properties', 'type') ?? 'unknown',
    permissions: listAt(body, 'properties', 'permissions').map(toRolePermission),
    assignableScopes: textsAt(body, 'properties', 'assignableScopes'),
  };
}

export function toRolePermission(body: unknown): model.RolePermission {
  return {
    actions: textsAt(body, 'actions'),
    notActions: textsAt(body, 'notActions'),
    dataActions: textsAt(body, 'dataActions'),
    notDataActions: textsAt(body, 'notDataActions'),
  };
}

/** `now` is the time by ARM's clock. */
export function toRoleAssignment(body: unknown, now: Date): model.RoleAssignment {
  const id = textAt(body, 'id') ?? '';
  const createdOn = dateAt(body, 'properties', 'createdOn');
  return defined({
    id,
    guid: (textAt(body, 'name') ?? nameOf(id)).toLowerCase(),
    roleGuid: nameOf(textAt(body, 'properties', 'roleDefinitionId') ?? '').toLowerCase(),
    principalId: (textAt(body, 'properties', 'principalId') ?? '').toLowerCase(),
    scope: textAt(body, 'properties', 'scope') ?? '',
    description: textAt(body, 'properties', 'description'),
    createdOn,
    // HTTP dates have whole seconds, so a fresh one may seem to lie ahead.
    ageMs: createdOn ? Math.max(0, now.getTime() - createdOn.getTime()) : Number.POSITIVE_INFINITY,
  });
}

export function toLock(body: unknown): model.ManagementLock {
  const id = textAt(body, 'id') ?? '';
  return {
    id,
    name: textAt(body, 'name') ?? nameOf(id),
    level: textAt(body, 'properties', 'level') ?? 'unknown',
  };
}

/** The blocks of the texts at a path that are CIDRs. */
export function blocksAt(body: unknown, ...path: readonly string[]): Cidr[] {
  return blocksOf(textsAt(body, ...path));
}

function blocksOf(texts: readonly (string | undefined)[]): Cidr[] {
  return texts.flatMap((text) => {
    const parsed = text === undefined ? undefined : parseCidr(text);
    if (parsed === undefined) return [];
    return (parsed.ok ? parsed.cidr : parsed.suggestion) ?? [];
  });
}
