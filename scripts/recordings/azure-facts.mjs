// What must survive the reading of an answer of Azure, as lines of text: once from the recording, once from dfcloud's model
// of it. The two must be equal, so nothing may be lost and nothing invented.

const of = (body) => body.properties ?? {};
const idOf = (value) => (typeof value === 'string' ? value : value?.id);
const list = (value) => (Array.isArray(value) ? value : []);
const sorted = (values) => [...values].sort().join(' ');
/** Azure fills one of two fields, the singular or the plural one. */
const both = (fields, singular, plural) =>
  sorted(new Set([fields[singular], ...list(fields[plural])].filter((value) => value)));
const dateText = (value) => (value === undefined ? 'none' : new Date(value).toISOString());

export const PEERING = {
  recorded: (body) => {
    const { remoteVirtualNetwork: remote, remoteAddressSpace: space, ...rest } = of(body);
    return [
      `${body.name} ${rest.peeringState} ${rest.peeringSyncLevel} ${rest.provisioningState} to ${remote.id}`,
      `${body.name} carries ${sorted(list(space?.addressPrefixes))}`,
      `${body.name} access ${rest.allowVirtualNetworkAccess} forwarded ${rest.allowForwardedTraffic}`,
      `${body.name} transit ${rest.allowGatewayTransit} gateways ${rest.useRemoteGateways}`,
    ];
  },
  read: (peering) => [
    `${peering.name} ${peering.state} ${peering.syncLevel} ${peering.provisioningState} to ${peering.remoteVnetId}`,
    `${peering.name} carries ${sorted(peering.remotePrefixes.map(String))}`,
    `${peering.name} access ${peering.allowVirtualNetworkAccess} forwarded ${peering.allowForwardedTraffic}`,
    `${peering.name} transit ${peering.allowGatewayTransit} gateways ${peering.useRemoteGateways}`,
  ],
};

const SUBNET = {
  recorded: (body) => {
    const { networkSecurityGroup: nsg, routeTable, ipConfigurations, ...rest } = of(body);
    return [
      `subnet ${body.name} ${both(rest, 'addressPrefix', 'addressPrefixes')}`,
      `subnet ${body.name} group ${nsg?.id} table ${routeTable?.id}`,
      `subnet ${body.name} holds ${sorted(list(ipConfigurations).map(idOf))}`,
    ];
  },
  read: (subnet) => [
    `subnet ${subnet.name} ${sorted(subnet.prefixes.map(String))}`,
    `subnet ${subnet.name} group ${subnet.nsgId} table ${subnet.routeTableId}`,
    `subnet ${subnet.name} holds ${sorted(subnet.ipConfigurationIds)}`,
  ],
};

export const VNET = {
  recorded: (body) => [
    `${body.id} in ${body.location} ${of(body).provisioningState}`,
    `${body.name} is ${sorted(list(of(body).addressSpace?.addressPrefixes))}`,
    ...list(of(body).subnets).flatMap(SUBNET.recorded),
    ...list(of(body).virtualNetworkPeerings).flatMap(PEERING.recorded),
  ],
  read: (vnet) => [
    `${vnet.id} in ${vnet.location} ${vnet.provisioningState}`,
    `${vnet.name} is ${sorted(vnet.prefixes.map(String))}`,
    ...vnet.subnets.flatMap(SUBNET.read),
    ...vnet.peerings.flatMap(PEERING.read),
  ],
};

function recordedRule(name, fields) {
  const ports = `${both(fields, 'sourcePortRange', 'sourcePortRanges')} > ${both(fields, 'destinationPortRange', 'destinationPortRanges')}`;
  const from = both(fields, 'sourceAddressPrefix', 'sourceAddressPrefixes');
  const to = both(fields, 'destinationAddressPrefix', 'destinationAddressPrefixes');
  return `${name} ${fields.priority} ${fields.direction} ${fields.access} ${fields.protocol} ${from} > ${to} ports ${ports}`;
}

function readRule(rule) {
  const ports = `${sorted(rule.sourcePorts)} > ${sorted(rule.destinationPorts)}`;
  const ends = `${sorted(rule.sourcePrefixes)} > ${sorted(rule.destinationPrefixes)}`;
  return `${rule.name} ${rule.priority} ${rule.direction} ${rule.access} ${rule.protocol} ${ends} ports ${ports}`;
}

export const NSG = {
  recorded: (body) => {
    const { securityRules, defaultSecurityRules, subnets, networkInterfaces } = of(body);
    return [
      `${body.name} of ${sorted(list(subnets).map(idOf))} and ${sorted(list(networkInterfaces).map(idOf))}`,
      ...[...list(securityRules), ...list(defaultSecurityRules)].map((rule) =>
        recordedRule(rule.name, of(rule)),
      ),
    ];
  },
  read: (nsg) => [
    `${nsg.name} of ${sorted(nsg.subnetIds)} and ${sorted(nsg.nicIds)}`,
    ...[...nsg.rules, ...nsg.defaultRules].map(readRule),
  ],
};

export const ROUTE_TABLE = {
  recorded: (body) => [
    `${body.name} of ${sorted(list(of(body).subnets).map(idOf))}`,
    ...list(of(body).routes).map(
      (route) =>
        `${route.name} ${of(route).addressPrefix} ${of(route).nextHopType} ${of(route).nextHopIpAddress || 'none'}`,
    ),
  ],
  read: (table) => [
    `${table.name} of ${sorted(table.subnetIds)}`,
    ...table.routes.map(
      (route) => `${route.name} ${route.prefix} ${route.nextHopType} ${route.nextHopIp || 'none'}`,
    ),
  ],
};

export const NIC = {
  recorded: (body) => [
    `${body.id} group ${of(body).networkSecurityGroup?.id} machine ${of(body).virtualMachine?.id}`,
    ...list(of(body).ipConfigurations).map(
      (one) => `${one.id} in ${of(one).subnet?.id} at ${of(one).privateIPAddress}`,
    ),
  ],
  read: (nic) => [
    `${nic.id} group ${nic.nsgId} machine ${nic.vmId}`,
    ...nic.ipConfigurations.map((one) => `${one.id} in ${one.subnetId} at ${one.privateIp}`),
  ],
};

export const ROLE_DEFINITION = {
  recorded: (body) => [
    `${body.name.toLowerCase()} ${of(body).roleName} ${of(body).type}`,
    `${body.name.toLowerCase()} at ${sorted(list(of(body).assignableScopes))}`,
    ...list(of(body).permissions).map(
      (one) => `may ${sorted(list(one.actions))} not ${sorted(list(one.notActions))}`,
    ),
  ],
  read: (role) => [
    `${role.guid} ${role.roleName} ${role.type}`,
    `${role.guid} at ${sorted(role.assignableScopes)}`,
    ...role.permissions.map((one) => `may ${sorted(one.actions)} not ${sorted(one.notActions)}`),
  ],
};

export const ROLE_ASSIGNMENT = {
  recorded: (body) => {
    const { principalId, scope, roleDefinitionId, createdOn } = of(body);
    const role = roleDefinitionId.split('/').at(-1).toLowerCase();
    return [`${body.name.toLowerCase()} ${role} to ${principalId} at ${scope} since ${dateText(createdOn)}`];
  },
  read: ({ guid, roleGuid, principalId, scope, createdOn }) => [
    `${guid} ${roleGuid} to ${principalId} at ${scope} since ${dateText(createdOn)}`,
  ],
};

export const EFFECTIVE_ROUTE = {
  recorded: (route) => [
    `${route.source} ${route.state} ${sorted(route.addressPrefix)} ${route.nextHopType} ${sorted(list(route.nextHopIpAddress))}`,
  ],
  read: (route) => [
    `${route.source} ${route.state} ${sorted(route.prefixes)} ${route.nextHopType} ${sorted(route.nextHopIps)}`,
  ],
};

export const APPLICATION = {
  recorded: (body) => [
    `${body.id} ${body.appId} ${body.displayName} ${body.signInAudience}`,
    ...list(body.passwordCredentials).map(
      (one) => `${body.id} has ${one.keyId} until ${dateText(one.endDateTime)}`,
    ),
  ],
  read: (app) => [
    `${app.id} ${app.appId} ${app.displayName} ${app.signInAudience}`,
    ...app.passwords.map((one) => `${app.id} has ${one.keyId} until ${dateText(one.endsAt)}`),
  ],
};

export const SERVICE_PRINCIPAL = {
  recorded: (body) => [
    `${body.id} ${body.appId} ${body.displayName} of ${body.appOwnerOrganizationId ?? 'nobody'}`,
  ],
  read: (one) => [`${one.id} ${one.appId} ${one.displayName} of ${one.ownerTenantId ?? 'nobody'}`],
};
