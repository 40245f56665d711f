import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../../../src/sandbox/index.js';
import { activeNetwork, api, connectionBody, STEP_MS, textOf } from '../../helpers/api.js';
import {
  type Arm,
  appToken,
  armWith,
  assign,
  code,
  customerApp,
  customerGroup,
  NETWORK_CONTRIBUTOR,
  peeringTo,
  properties,
  roleIn,
} from '../arm/helpers/arm.js';
import {
  aadsts,
  graphOf,
  startAzure,
  tokenRequest,
  VENDOR_APP,
  VENDOR_TENANT,
} from '../helpers/directory.js';

const ARM_SCOPE = 'https://management.azure.com/.default';
const PEERING_ROLE = 'aaaaaaaa-0000-4000-8000-000000000001';

let sandbox: Sandbox;
let arm: Arm;
let vnet: string;
let app: Awaited<ReturnType<typeof customerApp>>;

beforeEach(async () => {
  sandbox = await startAzure();
  const customer = await customerGroup(sandbox);
  ({ arm } = customer);
  vnet = await customer.addVnet('app-vnet', '10.0.0.0/16');
  app = await customerApp(sandbox);
});
afterEach(() => sandbox.close());

/** All that the vendor's guide asks for before the connection is created. */
async function prepare() {
  const graph = await graphOf(sandbox);
  const vendor = await graph('POST', '/servicePrincipals', { appId: VENDOR_APP });
  const subscription = `/subscriptions/${sandbox.azure.defaultSubscriptionId}`;
  await arm('PUT', roleIn(vnet, PEERING_ROLE), {
    properties: {
      roleName: 'dfcloud-peering-role',
      permissions: [{ actions: ['Microsoft.Network/virtualNetworks/peer/action'] }],
      assignableScopes: [subscription],
    },
  });
  await assign(arm, vnet, String(vendor.body.id), roleIn(vnet, PEERING_ROLE));
  await assign(arm, vnet, app.objectId, roleIn(vnet, NETWORK_CONTRIBUTOR));
}

const location = { provider: 'azure', region: 'eastus' };
const network = () => activeNetwork(sandbox, { location, cidr_block: '192.168.0.0/24' });
const seen = async (id: string) => (await api(sandbox, 'GET', `/v1/connections/${id}`)).body;

/** A connection to the customer's VNet, `STEP_MS` after it was created. */
async function connect(networkId: string, more: object = {}, azure: object = {}): Promise<string> {
  const peer = {
    account_id: sandbox.azure.defaultSubscriptionId,
    vpc_id: 'app-vnet',
    region: 'eastus',
    azure: {
      resource_group: 'rg',
      tenant_id: sandbox.azure.defaultTenantId,
      app_object_id: app.appId,
      use_remote_gateways: false,
      ...azure,
    },
    ...more,
  };
  const { body } = await api(sandbox, 'POST', '/v1/connections', connectionBody(networkId, peer));
  await sandbox.clock.advance(STEP_MS);
  return textOf(body, 'connection_id');
}

/** The id of Dragonfly's VNet. */
async function vendorVnet(networkId: string): Promise<string> {
  const { body } = await api(sandbox, 'GET', `/v1/networks/${networkId}`);
  const { account_id, resource_id } = Object(Object(body).vpc);
  return `${account_id}/providers/Microsoft.Network/virtualNetworks/${resource_id}`;
}

/** The customer's half, with both tokens. */
async function accept(networkId: string) {
  const asApp = armWith(sandbox, await appToken(sandbox, app));
  const auxiliary = await appToken(sandbox, app, VENDOR_TENANT);
  const headers = { 'x-ms-authorization-auxiliary': `Bearer ${auxiliary}` };
  const half = `${vnet}/virtualNetworkPeerings/app-vnet-dfcloud-peering`;
  return asApp('PUT', half, peeringTo(await vendorVnet(networkId)), headers);
}

describe('the whole way', () => {
  test('roles, connection, customer half: active', async () => {
    await prepare();
    const id = await network();
    const connection = await connect(id);
    expect(await seen(connection)).toMatchObject({
      status: 'inactive',
      peer_connection_id: expect.stringContaining('/virtualNetworkPeerings/'),
    });
    const half = await accept(id);
    expect([half.status, properties(half).peeringState]).toEqual([201, 'Connected']);
    expect(await seen(connection)).toMatchObject({ status: 'inactive' });
    await sandbox.clock.advance(STEP_MS);
    expect(await seen(connection)).toMatchObject({ status: 'active' });
  });

  test('Dragonfly adds the application to its directory late where it is told to', async () => {
    sandbox.azure.consistency({ vendorServicePrincipalMs: 60_000 });
    await prepare();
    const id = await network();
    await connect(id);
    const form = {
      grant_type: 'client_credentials',
      client_id: app.appId,
      client_secret: app.secret,
      scope: ARM_SCOPE,
    };
    expect(aadsts(await tokenRequest(sandbox, VENDOR_TENANT, form))).toMatch(/ 700016$/);
    await sandbox.clock.advance(60_000);
    expect((await accept(id)).status).toBe(201);
  });

  test('deleting the customer half makes the connection irrecoverable', async () => {
    await prepare();
    const id = await network();
    const connection = await connect(id);
    await accept(id);
    await sandbox.clock.advance(STEP_MS);
    await arm('DELETE', `${vnet}/virtualNetworkPeerings/app-vnet-dfcloud-peering`);
    expect(code(await accept(id))).toBe('400 RemotePeeringIsDisconnected');
    await sandbox.clock.advance(STEP_MS);
    expect(await seen(connection)).toMatchObject({ status: 'irrecoverable' });
  });

  test('deleting the connection leaves the customer half disconnected, and nothing at Dragonfly', async () => {
    await prepare();
    const id = await network();
    const before = JSON.stringify(sandbox.world().azure.tenants);
    const connection = await connect(id);
    await accept(id);
    await sandbox.clock.advance(STEP_MS);
    await api(sandbox, 'DELETE', `/v1/connections/${connection}`);
    await sandbox.clock.advance(STEP_MS);
    const [half] = Object(await arm('GET', `${vnet}/virtualNetworkPeerings`)).body.value;
    expect(half.properties.peeringState).toBe('Disconnected');
    const { tenants, roleAssignments, roleDefinitions } = sandbox.world().azure;
    expect(JSON.stringify(tenants)).toBe(before);
    expect([roleAssignments, roleDefinitions].map(({ length }) => length)).toEqual([2, 1]);
    expect(sandbox.world().peerings).toEqual([]);
  });

  test('a half that an earlier connection left behind delays the next one', async () => {
    await prepare();
    const id = await network();
    const first = await connect(id);
    await accept(id);
    await api(sandbox, 'DELETE', `/v1/connections/${first}`);
    await sandbox.clock.advance(STEP_MS);
    const second = await connect(id);
    expect(await seen(second)).toMatchObject({ status: 'inactive' });
    await arm('DELETE', `${vnet}/virtualNetworkPeerings/app-vnet-dfcloud-peering`);
    expect(properties(await accept(id)).peeringState).toBe('Connected');
    await sandbox.clock.advance(STEP_MS);
    expect(await seen(second)).toMatchObject({ status: 'active' });
  });

  test('the sandbox accepts and revokes as the customer would', async () => {
    await prepare();
    const id = await network();
    const connection = await connect(id);
    sandbox.accept(connection);
    await sandbox.clock.advance(STEP_MS);
    expect(await seen(connection)).toMatchObject({ status: 'active' });
    const half = `${vnet}/virtualNetworkPeerings/app-vnet-dfcloud-peering`;
    expect(properties(await arm('GET', half)).peeringState).toBe('Connected');
    sandbox.revoke(connection);
    await sandbox.clock.advance(STEP_MS);
    expect(await seen(connection)).toMatchObject({ status: 'irrecoverable' });
    expect((await arm('GET', half)).status).toBe(404);
  });

  test('the network takes its VNet along', async () => {
    await prepare();
    const id = await network();
    const remote = await vendorVnet(id);
    const connection = await connect(id);
    await accept(id);
    await api(sandbox, 'DELETE', `/v1/connections/${connection}`);
    await sandbox.clock.advance(STEP_MS);
    await api(sandbox, 'DELETE', `/v1/networks/${id}`);
    await sandbox.clock.advance(STEP_MS);
    expect(JSON.stringify(sandbox.world().azure.virtualNetworks)).not.toContain(`"id":"${remote}"`);
  });
});

describe('a connection fails, and says why', () => {
  const failed = async (connection: string) => {
    const { status, status_detail } = Object(await seen(connection));
    return `${status}: ${status_detail}`;
  };

  test('without a service principal of the vendor', async () => {
    const detail = await failed(await connect(await network()));
    expect(detail).toContain(
      `failed: the peering request was refused: AADSTS700016: Application with identifier '${VENDOR_APP}' was not found`,
    );
  });

  test('without a role for it on the VNet', async () => {
    await (await graphOf(sandbox))('POST', '/servicePrincipals', { appId: VENDOR_APP });
    const detail = await failed(await connect(await network()));
    expect(detail).toContain("LinkedAuthorizationFailed: The client 'ac30c41f");
    expect(detail).toContain(
      `'Microsoft.Network/virtualNetworks/peer/action' on the linked scope(s) '${vnet}'`,
    );
  });

  test('while the role is not in effect yet', async () => {
    sandbox.azure.consistency({ roleEffectMs: 600_000 });
    await prepare();
    const id = await network();
    expect(await failed(await connect(id))).toContain('LinkedAuthorizationFailed');
    await sandbox.clock.advance(600_000);
    expect(await seen(await connect(id))).toMatchObject({ status: 'inactive' });
  });

  test.each([
    [
      'an id that is no application',
      { app_object_id: '12345678-1234-4234-8234-123456789012' },
      {},
      'AADSTS700016',
    ],
    ['another tenant', { tenant_id: VENDOR_TENANT }, {}, 'InvalidAuthenticationTokenTenant'],
    ['another resource group', { resource_group: 'nowhere' }, {}, 'LinkedAuthorizationFailed'],
    ['another region', {}, { region: 'westus' }, 'is in the region eastus, not in westus'],
  ])('with %s', async (_what, azure, peer, expected) => {
    await prepare();
    expect(await failed(await connect(await network(), peer, azure))).toContain(expected);
  });

  test('with the object id of the application', async () => {
    await prepare();
    const detail = await failed(await connect(await network(), {}, { app_object_id: app.id }));
    expect(detail).toContain('The App ID must be the application (client) id.');
  });

  test('with an application of one directory only', async () => {
    await prepare();
    const graph = await graphOf(sandbox);
    await graph('PATCH', `/applications/${app.id}`, { signInAudience: 'AzureADMyOrg' });
    expect(await failed(await connect(await network()))).toContain('is not multi-tenant');
  });

  test('when the address spaces overlap', async () => {
    await prepare();
    sandbox.azure.addressSpace(vnet, ['192.168.0.0/16']);
    expect(await failed(await connect(await network()))).toContain('VnetAddressSpacesOverlap: ');
  });

  test('but not in a subscription that nobody has made use of', async () => {
    const id = await network();
    const peer = { account_id: '11111111-2222-4333-8444-555555555555' };
    const connection = await connect(id, peer);
    expect(await seen(connection)).toMatchObject({ status: 'inactive' });
    sandbox.accept(connection);
    await sandbox.clock.advance(STEP_MS);
    expect(await seen(connection)).toMatchObject({ status: 'active' });
  });
});
