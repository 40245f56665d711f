import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { AzureClients } from './helpers/azure-clients.js';
import { type CrossTenantStage, crossTenantStage, NETWORK_CONTRIBUTOR } from './helpers/azure-stage.js';

let sandbox: Sandbox;
let clients: AzureClients;
let stage: CrossTenantStage;

beforeAll(async () => {
  sandbox = await startSandbox({ tls: true });
  // The client waits two seconds between two polls, whatever it is told: only one test sees an operation run.
  sandbox.azure.operations({ ms: 0 });
  clients = new AzureClients(sandbox);
  stage = await crossTenantStage(sandbox, clients);
});
afterAll(() => sandbox.close());

const open = { allowVirtualNetworkAccess: true, allowForwardedTraffic: false };

describe('both halves of a cross-tenant peering, by @azure/arm-network', () => {
  test('without the auxiliary token the tenant is not authorized', async () => {
    const { customer, vendor } = stage;
    const network = clients.network(customer.appCredential, customer.subscriptionId);
    const refused = network.virtualNetworkPeerings.beginCreateOrUpdateAndWait('rg', 'vnet', 'refused', {
      ...open,
      remoteVirtualNetwork: { id: vendor.vnetId },
    });
    await expect(refused).rejects.toMatchObject({
      code: 'LinkedAuthorizationFailed',
      statusCode: 403,
      message: expect.stringContaining(
        `however the current tenant '${customer.tenantId}' is not authorized to access linked subscription '${vendor.subscriptionId}'.`,
      ),
    });
  });

  test('with it, the first half is initiated and the second connects both', async () => {
    const { customer, vendor } = stage;
    const halves = [
      [vendor, customer, 'Initiated', 'RemoteNotInSync'],
      [customer, vendor, 'Connected', 'FullyInSync'],
    ] as const;
    for (const [own, other, peeringState, peeringSyncLevel] of halves) {
      const network = clients.network(own.appCredential, own.subscriptionId, [other.appCredential]);
      const peering = await network.virtualNetworkPeerings.beginCreateOrUpdateAndWait('rg', 'vnet', 'half', {
        ...open,
        remoteVirtualNetwork: { id: other.vnetId },
      });
      expect(peering).toMatchObject({ peeringState, peeringSyncLevel, provisioningState: 'Succeeded' });
      expect(peering.remoteAddressSpace?.addressPrefixes).toEqual([other.prefix]);
    }
    const noted = sandbox
      .requests()
      .filter(({ note }) => note?.auxiliaryToken === true)
      .map(({ operation }) => operation);
    expect(noted).toContain('arm.virtualNetworkPeerings.put');
  });

  test('a changed address space is synchronised from the other side', async () => {
    const { customer, vendor } = stage;
    sandbox.azure.addressSpace(vendor.vnetId, [vendor.prefix, '192.168.8.0/24']);
    const network = clients.network(customer.appCredential, customer.subscriptionId, [vendor.appCredential]);
    const before = await network.virtualNetworkPeerings.get('rg', 'vnet', 'half');
    expect(before.peeringSyncLevel).toBe('LocalNotInSync');
    expect(before.remoteVirtualNetworkAddressSpace?.addressPrefixes).toHaveLength(2);
    expect(before.remoteAddressSpace?.addressPrefixes).toHaveLength(1);
    const wish = { ...open, remoteVirtualNetwork: { id: vendor.vnetId } };
    const after = await network.virtualNetworkPeerings.beginCreateOrUpdateAndWait(
      'rg',
      'vnet',
      'half',
      wish,
      {
        syncRemoteAddressSpace: 'true',
      },
    );
    expect(after).toMatchObject({ peeringSyncLevel: 'FullyInSync' });
    expect(after.remoteAddressSpace?.addressPrefixes).toHaveLength(2);
  });

  test('deleting one half disconnects the other one', async () => {
    const { customer, vendor } = stage;
    const network = clients.network(customer.admin, customer.subscriptionId);
    await network.virtualNetworkPeerings.beginDeleteAndWait('rg', 'vnet', 'half');
    const left = clients.network(vendor.admin, vendor.subscriptionId).virtualNetworkPeerings;
    const [half] = await all(left.list('rg', 'vnet'));
    expect(half?.peeringState).toBe('Disconnected');
    const again = clients
      .network(customer.appCredential, customer.subscriptionId, [vendor.appCredential])
      .virtualNetworkPeerings.beginCreateOrUpdateAndWait('rg', 'vnet', 'half', {
        ...open,
        remoteVirtualNetwork: { id: vendor.vnetId },
      });
    await expect(again).rejects.toMatchObject({ code: 'RemotePeeringIsDisconnected', statusCode: 400 });
  });
});

describe('roles, by @azure/arm-authorization', () => {
  const scope = () => stage.customer.vnetId;

  test('an application without a role is refused by name', async () => {
    const { customer } = stage;
    const stranger = await stage.newApplication('stranger');
    const credential = clients.credential(customer.tenantId, stranger);
    const refused = clients.network(credential, customer.subscriptionId).virtualNetworks.get('rg', 'vnet');
    await expect(refused).rejects.toMatchObject({
      code: 'AuthorizationFailed',
      message: `The client '${stranger.clientId}' with object id '${stranger.objectId}' does not have authorization to perform action 'Microsoft.Network/virtualNetworks/read' over scope '${customer.vnetId}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
    });
  });

  test('an assignment lets it in, and is listed', async () => {
    const { customer } = stage;
    const { roleAssignments } = clients.authorization(customer.admin, customer.subscriptionId);
    const reader = await stage.newApplication('reader');
    const name = randomUUID();
    const made = await roleAssignments.create(scope(), name, {
      principalId: reader.objectId,
      principalType: 'ServicePrincipal',
      roleDefinitionId: stage.roleId(customer.subscriptionId, NETWORK_CONTRIBUTOR),
    });
    expect(made).toMatchObject({ name, scope: scope(), principalType: 'ServicePrincipal' });
    const listed = await all(
      roleAssignments.listForScope(scope(), { filter: `principalId eq '${reader.objectId}'` }),
    );
    expect(listed.map((each) => each.name)).toEqual([name]);
    const credential = clients.credential(customer.tenantId, reader);
    const vnet = await clients.network(credential, customer.subscriptionId).virtualNetworks.get('rg', 'vnet');
    expect(vnet.id).toBe(customer.vnetId);

    await roleAssignments.delete(scope(), name);
    await expect(
      clients.network(credential, customer.subscriptionId).virtualNetworks.get('rg', 'vnet'),
    ).rejects.toMatchObject({ code: 'AuthorizationFailed' });
  });

  test('a role definition is made, found by name, and kept while assigned', async () => {
    const { customer } = stage;
    const { roleDefinitions, roleAssignments } = clients.authorization(
      customer.admin,
      customer.subscriptionId,
    );
    const subscription = `/subscriptions/${customer.subscriptionId}`;
    const guid = randomUUID();
    const role = await roleDefinitions.createOrUpdate(subscription, guid, {
      roleName: 'contract-role',
      roleType: 'CustomRole',
      permissions: [{ actions: ['Microsoft.Network/virtualNetworks/peer/action'], notActions: [] }],
      assignableScopes: [subscription],
    });
    expect(role).toMatchObject({ name: guid, roleName: 'contract-role', roleType: 'CustomRole' });
    const found = await all(roleDefinitions.list(scope(), { filter: "roleName eq 'contract-role'" }));
    expect(found.map(({ id }) => id)).toEqual([role.id]);
    const name = randomUUID();
    const { objectId } = await stage.newApplication('assigned');
    await roleAssignments.create(scope(), name, {
      principalId: objectId,
      principalType: 'ServicePrincipal',
      roleDefinitionId: role.id ?? '',
    });
    await expect(roleDefinitions.delete(subscription, guid)).rejects.toMatchObject({
      code: 'RoleDefinitionHasAssignments',
    });
    await roleAssignments.delete(scope(), name);
    await roleDefinitions.delete(subscription, guid);
  });

  test('permissions tell what the caller may do', async () => {
    const { customer } = stage;
    const { permissions } = clients.authorization(customer.appCredential, customer.subscriptionId);
    const mine = await all(
      permissions.listForResource('rg', 'Microsoft.Network', '', 'virtualNetworks', 'vnet'),
    );
    expect(mine.flatMap(({ actions }) => actions)).toContain('Microsoft.Network/*');
  });
});

describe('everything around a network, by @azure/arm-network', () => {
  test('a rule joins a group, and a priority that is taken is refused', async () => {
    const { customer } = stage;
    const { networkSecurityGroups, securityRules } = clients.network(customer.admin, customer.subscriptionId);
    const group = await networkSecurityGroups.beginCreateOrUpdateAndWait('rg', 'nsg', { location: 'eastus' });
    expect(group.defaultSecurityRules).toHaveLength(6);
    const rule = {
      access: 'Allow',
      direction: 'Outbound',
      priority: 200,
      protocol: 'Tcp',
      sourceAddressPrefix: '*',
      sourcePortRange: '*',
      destinationAddressPrefix: '192.168.0.0/16',
      destinationPortRange: '6379',
    };
    const made = await securityRules.beginCreateOrUpdateAndWait('rg', 'nsg', 'dragonfly', rule);
    expect(made).toMatchObject({ provisioningState: 'Succeeded', destinationPortRanges: [] });
    await expect(securityRules.beginCreateOrUpdateAndWait('rg', 'nsg', 'other', rule)).rejects.toMatchObject({
      code: 'SecurityRuleConflict',
      statusCode: 400,
    });
    await securityRules.beginDeleteAndWait('rg', 'nsg', 'dragonfly');
    expect(await all(securityRules.list('rg', 'nsg'))).toEqual([]);
  });

  test('effective routes of a running machine come through the location', async () => {
    const { customer } = stage;
    const network = clients.network(customer.admin, customer.subscriptionId);
    await network.routeTables.beginCreateOrUpdateAndWait('rg', 'table', {
      location: 'eastus',
      routes: [{ name: 'away', addressPrefix: '172.20.0.0/16', nextHopType: 'None' }],
    });
    const [subnet] = await all(network.subnets.list('rg', 'vnet'));
    await network.subnets.beginCreateOrUpdateAndWait('rg', 'vnet', 'default', {
      addressPrefix: subnet?.addressPrefix ?? '',
      routeTable: { id: `${stage.groupId}/providers/Microsoft.Network/routeTables/table` },
    });
    const nic = await network.networkInterfaces.beginCreateOrUpdateAndWait('rg', 'nic', {
      location: 'eastus',
      ipConfigurations: [{ name: 'ipconfig1', subnet: { id: subnet?.id ?? '' } }],
    });
    await expect(
      network.networkInterfaces.beginGetEffectiveRouteTableAndWait('rg', 'nic'),
    ).rejects.toMatchObject({ code: 'NicMustBeAttachedToRunningVmToGetEffectiveRoutes' });
    sandbox.azure.machine(nic.id ?? '', 'running');
    const { value } = await network.networkInterfaces.beginGetEffectiveRouteTableAndWait('rg', 'nic');
    expect(value?.map(({ source, nextHopType }) => `${source} ${nextHopType}`)).toEqual(
      expect.arrayContaining(['Default VnetLocal', 'Default Internet', 'User None']),
    );
  });

  test('a running operation is polled at its signed URL', async () => {
    const { customer } = stage;
    const { virtualNetworks } = clients.network(customer.admin, customer.subscriptionId);
    sandbox.azure.operations({ ms: 150 });
    sandbox.clearRequests();
    const wish = { location: 'eastus', addressSpace: { addressPrefixes: ['10.9.0.0/16'] } };
    await virtualNetworks.beginCreateOrUpdateAndWait('rg', 'slow', wish, { updateIntervalInMs: 60 });
    sandbox.azure.operations({ ms: 0 });
    const asked = sandbox.requests().map(({ operation, status }) => `${operation} ${status}`);
    expect(asked.filter((each) => each === 'arm.operations.get 200').length).toBeGreaterThan(1);
    expect(asked.at(-1)).toBe('arm.virtualNetworks.get 200');
    await virtualNetworks.beginDeleteAndWait('rg', 'slow');
  });

  test('a failed operation is an error of the client', async () => {
    const { customer } = stage;
    const network = clients.network(customer.admin, customer.subscriptionId);
    await network.virtualNetworks.beginCreateOrUpdateAndWait('rg', 'twin', {
      location: 'eastus',
      addressSpace: { addressPrefixes: [customer.prefix] },
    });
    sandbox.azure.operations({ failLate: true, ms: 0 });
    const failing = network.virtualNetworkPeerings.beginCreateOrUpdateAndWait('rg', 'vnet', 'twin', {
      ...open,
      remoteVirtualNetwork: { id: customer.vnetId.replace(/vnet$/, 'twin') },
    });
    await expect(failing).rejects.toThrow(/VnetAddressSpacesOverlap/);
    sandbox.azure.operations({ ms: 0 });
    await network.virtualNetworkPeerings.beginDeleteAndWait('rg', 'vnet', 'twin');
  });

  test('a long list comes in pages', async () => {
    const { customer } = stage;
    const network = clients.network(customer.admin, customer.subscriptionId);
    sandbox.azure.operations({ pageSize: 1, ms: 0 });
    const names = (await all(network.virtualNetworks.listAll())).map(({ name }) => name);
    sandbox.azure.operations({ ms: 0 });
    expect(names).toEqual(['vnet', 'twin']);
  });
});

async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const element of pages) list.push(element);
  return list;
}
