import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { Run } from '../azure/helpers/run.js';
import { AzCli, type ScriptEnded } from '../contract/helpers/az-cli.js';
import { fieldOf } from '../contract/helpers/recordings.js';
import { talkTo } from '../contract/helpers/tls-talk.js';
import { VENDOR_APP, VENDOR_TENANT } from '../sandbox/azure/helpers/directory.js';
import { installed } from './helpers/programs.js';

const GROUP = 'orders-rg';
const VNET = 'orders-vnet';

// One story, told in order: the vendor's documented commands, typed by a customer.
describe.skipIf(!installed('az', 'azure-cli'))('the az command line against the double', () => {
  let sandbox: Sandbox;
  let az: AzCli;
  const facts: Record<string, string> = {};

  beforeAll(async () => {
    sandbox = await startSandbox({ tls: true });
    // Of a wait of zero seconds az makes half a minute.
    sandbox.azure.operations({ retryAfterSeconds: 1 });
    az = new AzCli(sandbox);
    facts.user_subscription_id = sandbox.azure.defaultSubscriptionId;
    facts.user_resource_group = GROUP;
    facts.user_vnet_name = VNET;
    facts.dfcloud_tenant_id = VENDOR_TENANT;
    await customersVnet();
  });
  afterAll(async () => {
    az?.close();
    await sandbox?.close();
  });

  it('prepares applications and roles as printed', { timeout: 200_000 }, async () => {
    const ended = await az.script('prepare.sh', facts);
    expect(ended, ended.stderr).toMatchObject({ code: 0 });
    const [appId = '', tenantId = ''] = lastLine(ended).split(' ');
    facts.user_app_id = appId;
    facts.user_tenant_id = tenantId;
    expect(tenantId).toBe(sandbox.azure.defaultTenantId);
    const customer = sandbox.world().azure.tenants.find(({ id }) => id === tenantId);
    expect(customer?.applications).toContainEqual(
      expect.objectContaining({ appId, displayName: 'client-app', signInAudience: 'AzureADMultipleOrgs' }),
    );
    expect(customer?.servicePrincipals.map((principal) => principal.appId)).toEqual(
      expect.arrayContaining([appId, VENDOR_APP]),
    );
  });

  it('lets the vendor make its half of the connection', async () => {
    const network = await dragonfly('POST', '/v1/networks', {
      name: 'orders',
      location: { provider: 'azure', region: 'westeurope' },
      cidr_block: '192.168.0.0/16',
      byoc: {},
    });
    const vpc = await until(`/v1/networks/${fieldOf(network, 'network_id')}`, 'active', 'vpc');
    const [account, name] = [fieldOf(vpc, 'account_id'), fieldOf(vpc, 'resource_id')];
    facts.dfcloud_vnet_id = `${account}/providers/Microsoft.Network/virtualNetworks/${name}`;
    const connection = await dragonfly('POST', '/v1/connections', {
      name: 'to-app',
      network_id: fieldOf(network, 'network_id'),
      peer: {
        account_id: facts.user_subscription_id,
        vpc_id: VNET,
        region: 'westeurope',
        cidr_block: '',
        azure: {
          resource_group: GROUP,
          tenant_id: facts.user_tenant_id,
          app_object_id: facts.user_app_id,
          use_remote_gateways: false,
        },
      },
    });
    facts.connection = String(fieldOf(connection, 'connection_id'));
    await until(`/v1/connections/${facts.connection}`, 'inactive');
  });

  it('peers as printed, and the connection becomes active', { timeout: 200_000 }, async () => {
    sandbox.clearRequests();
    const ended = await az.script('peer.sh', facts);
    expect(ended, ended.stderr).toMatchObject({ code: 0 });
    expect(ended.stdout).toContain('"peeringState": "Connected"');
    expect(ended.stdout).toContain('"peeringSyncLevel": "FullyInSync"');
    await until(`/v1/connections/${facts.connection}`, 'active');
    const put = sandbox.requests().find(({ method, operation }) => method === 'PUT' && operation !== null);
    expect(put).toMatchObject({
      path: expect.stringContaining(`/virtualNetworkPeerings/${VNET}-dfcloud-peering`),
      note: { auxiliaryToken: true },
    });
  });

  it('leaves behind what dfcloud leaves behind', async () => {
    await using run = await Run.open();
    await run.apply();
    const own = endState(sandbox);
    expect(own.halves).toHaveLength(2);
    expect(own.grants).toContain('dfcloud-peering-role to vendor');
    expect(own).toEqual(endState(run.stage.sandbox));
  });

  it('reached nothing but the sandbox', async () => {
    const refused = await az.run(['rest', '--url', 'https://example.org/', '--skip-authorization-header']);
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain('403 Forbidden');
  });

  /** Sends a request to Dragonfly's API. */
  async function dragonfly(method: string, path: string, body?: object): Promise<unknown> {
    const answer = await talkTo(sandbox)(`${sandbox.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${sandbox.apiKey}`, 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
    return answer.body;
  }

  /** Asks until the object has this status, then gives a part of it. */
  async function until(path: string, status: string, part = 'status'): Promise<unknown> {
    let object: unknown;
    const reached = async () => {
      object = await dragonfly('GET', path);
      expect(fieldOf(object, 'status'), JSON.stringify(object)).toBe(status);
    };
    await expect.poll(() => reached().then(() => true), { timeout: 10_000 }).toBe(true);
    return fieldOf(object, part);
  }

  /** The network that the customer has from before, made without az. */
  async function customersVnet(): Promise<void> {
    const { clientId, clientSecret, tenantId } = sandbox.azure.identity;
    const talk = talkTo(sandbox);
    const form = {
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      scope: 'https://management.azure.com/.default',
    };
    const { body } = await talk(`${sandbox.endpoints.entra}/${tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: String(new URLSearchParams(form)),
    });
    const put = async (path: string, apiVersion: string, content: object) => {
      const group = `/subscriptions/${facts.user_subscription_id}/resourceGroups/${GROUP}`;
      const answer = await talk(`${sandbox.endpoints.arm}${group}${path}?api-version=${apiVersion}`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${body.access_token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ location: 'westeurope', ...content }),
      });
      expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    };
    await put('', '2021-04-01', {});
    const subnets = [{ name: 'app', properties: { addressPrefix: '10.0.0.0/24' } }];
    const properties = { addressSpace: { addressPrefixes: ['10.0.0.0/16'] }, subnets };
    await put(`/providers/Microsoft.Network/virtualNetworks/${VNET}`, '2025-05-01', { properties });
  }
});

/** Halves of peerings, roles, and who was given them: what does not depend on names that are chosen freely. */
function endState(of: Sandbox) {
  const { virtualNetworks, roleDefinitions, roleAssignments, tenants } = of.world().azure;
  const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
  const halves = virtualNetworks.flatMap((vnet) => listOf(fieldOf(vnet, 'peerings')));
  const principals = tenants.flatMap(({ servicePrincipals }) => servicePrincipals);
  const roleName = (guid: unknown) =>
    fieldOf(
      roleDefinitions.find((role) => fieldOf(role, 'guid') === guid),
      'roleName',
    ) ?? guid;
  const holder = (id: unknown) =>
    principals.find((principal) => principal.id === id)?.appId === VENDOR_APP ? 'vendor' : 'customer';
  return {
    halves: halves.map((half) => ['flags', 'state', 'remotePrefixes'].map((name) => fieldOf(half, name))),
    roles: roleDefinitions.map((role) => [fieldOf(role, 'roleName'), fieldOf(role, 'permissions')]),
    grants: roleAssignments
      .map((grant) => `${roleName(fieldOf(grant, 'roleGuid'))} to ${holder(fieldOf(grant, 'principalId'))}`)
      .sort(),
  };
}

function lastLine({ stdout }: ScriptEnded): string {
  return stdout.trim().split('\n').at(-1) ?? '';
}
