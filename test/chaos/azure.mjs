// The Azure scene of the chaos run: a sandbox with a network, a virtual network of the customer, and strangers beside it.
import { DfCloud } from 'dfcloud';
import { AzureAcceptor } from 'dfcloud/azure';
import { startSandbox } from 'dfcloud/sandbox';

const location = 'centralus';
const GROUP = 'network-rg';
const VNET = 'hub-vnet';
const CIDR = '10.88.0.0/16';
const API = 'api-version=2025-05-01';
const TIMINGS = { provisioningMs: 5, requestMs: 5, activationMs: 5, deletionMs: 5, datastoreMs: 5 };

/** Starts a scene. Every scene is like every other, to the ids. */
export async function openScene() {
  const sandbox = await startSandbox({ timings: TIMINGS });
  const client = new DfCloud({ apiKey: sandbox.apiKey, baseUrl: sandbox.url });
  const where = { provider: 'azure', region: location };
  const created = await client.networks.create({ name: 'chaos', location: where, cidrBlock: CIDR });
  const network = await client.networks.waitUntilActive(created.id);
  const { id: subscriptionId, tenantId } = sandbox.azure.subscription();
  const { clientId, clientSecret } = sandbox.azure.identity;
  await seedCustomer(sandbox, subscriptionId);
  sandbox.clearRequests();

  const { apiKey, env, endpoints } = sandbox;
  const { arm, graph, entra } = endpoints;
  return {
    sandbox,
    stranger: 'stranger-rg',
    secrets: [apiKey, clientSecret],
    env,
    client: (timeoutMs) => new DfCloud({ apiKey, baseUrl: sandbox.url, ...(timeoutMs && { timeoutMs }) }),
    acceptor: (timeoutMs) =>
      new AzureAcceptor({
        subscriptionId,
        resourceGroup: GROUP,
        vnetName: VNET,
        networkRules: 'add',
        grantSettleMs: 0,
        endpoints: { arm, graph, entra },
        credential: { clientId, clientSecret, tenantId },
        ...(timeoutMs && { timeoutMs }),
      }),
    // Only the administrator has a secret that stays.
    secretsLeft: () =>
      sandbox
        .world()
        .azure.tenants.flatMap(({ applications }) => applications)
        .filter(({ appId }) => appId !== clientId)
        .flatMap(({ passwordCredentials }) => passwordCredentials).length,
    subject: { networkId: network.id, name: 'chaos' },
    flags: ['--network', network.id, '--name', 'chaos', '--subscription', subscriptionId].concat(
      ['--resource-group', GROUP, '--vnet', VNET],
      ['--network-rules', 'add', '--grant-settle-ms', '0'],
    ),
    close: () => sandbox.close(),
  };
}

/** Writes of the customer's administrator through Azure's own APIs. */
async function administrator(sandbox) {
  const { clientId, clientSecret } = sandbox.azure.identity;
  const { arm, entra, graph } = sandbox.endpoints;
  const tokenFor = async (scope) => {
    const form = {
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      scope,
    };
    const url = `${entra}/${sandbox.azure.defaultTenantId}/oauth2/v2.0/token`;
    const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(form) });
    return (await answer.json()).access_token;
  };
  const send = async (token, method, url, body) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = await fetch(url, { method, headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
    return { answer, body: await answer.json() };
  };
  const armToken = await tokenFor('https://management.azure.com/.default');
  const graphToken = await tokenFor('https://graph.microsoft.com/.default');
  return {
    async put(path, body) {
      const { answer } = await send(armToken, 'PUT', `${arm}${path}?${API}`, body);
      const operation = answer.headers.get('azure-asyncoperation');
      while (operation !== null) {
        const poll = await fetch(operation, { headers: { authorization: `Bearer ${armToken}` } });
        const { status } = await poll.json();
        if (status === 'Succeeded') return;
        if (status !== 'InProgress') throw new Error(`${path}: ${status}`);
      }
    },
    post: (path, body) => send(graphToken, 'POST', `${graph}${path}`, body),
  };
}

/** A virtual network with a group that keeps the port closed, a peering of its own, and applications of others. */
async function seedCustomer(sandbox, subscriptionId) {
  const admin = await administrator(sandbox);
  const inGroup = (group, kind, name) =>
    `/subscriptions/${subscriptionId}/resourceGroups/${group}/providers/Microsoft.Network/${kind}/${name}`;
  for (const group of [GROUP, 'shared-rg', 'stranger-rg']) {
    await admin.put(`/subscriptions/${subscriptionId}/resourceGroups/${group}`, { location });
  }
  const nsg = inGroup(GROUP, 'networkSecurityGroups', 'apps-nsg');
  const deny = {
    name: 'deny-out',
    properties: {
      priority: 4000,
      direction: 'Outbound',
      access: 'Deny',
      protocol: '*',
      sourceAddressPrefix: '*',
      destinationAddressPrefix: '*',
      sourcePortRange: '*',
      destinationPortRange: '*',
    },
  };
  await admin.put(nsg, { location, properties: { securityRules: [deny] } });
  const vnet = (prefix, subnets) => ({
    location,
    properties: { addressSpace: { addressPrefixes: [prefix] }, subnets },
  });
  const subnet = {
    name: 'apps',
    properties: { addressPrefix: '10.0.1.0/24', networkSecurityGroup: { id: nsg } },
  };
  await admin.put(inGroup(GROUP, 'virtualNetworks', VNET), vnet('10.0.0.0/16', [subnet]));
  await admin.put(inGroup('shared-rg', 'virtualNetworks', 'services'), vnet('10.9.0.0/16', []));
  // A stranger has Dragonfly's addresses, too.
  await admin.put(inGroup('stranger-rg', 'virtualNetworks', 'theirs'), vnet(CIDR, []));
  await admin.put(`${inGroup(GROUP, 'virtualNetworks', VNET)}/virtualNetworkPeerings/to-services`, {
    properties: {
      remoteVirtualNetwork: { id: inGroup('shared-rg', 'virtualNetworks', 'services') },
      allowVirtualNetworkAccess: true,
    },
  });
  // Of the same display name as the one that dfcloud makes, and none of its business.
  await admin.post('/v1.0/applications', {
    displayName: `dfcloud-${VNET}`,
    signInAudience: 'AzureADMultipleOrgs',
  });
}
