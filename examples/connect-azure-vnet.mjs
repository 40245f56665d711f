// A virtual network on Azure, connected, proved and disconnected again: node examples/connect-azure-vnet.mjs
// The sandbox takes the place of Dragonfly Cloud and of Azure. It needs @azure/msal-node, as the real thing does.
import { DfCloud } from 'dfcloud';
import { AzureAcceptor } from 'dfcloud/azure';
import { startSandbox } from 'dfcloud/sandbox';

const region = 'centralus';
const sandbox = await startSandbox();
try {
  // On the real thing: leave out the URLs, key and secret, and the network that is made here.
  const df = new DfCloud({ baseUrl: sandbox.url, apiKey: sandbox.apiKey });
  const { id: subscriptionId, tenantId } = sandbox.azure.subscription();
  const { clientId, clientSecret } = sandbox.azure.identity;
  const { arm, graph, entra } = sandbox.endpoints;
  const place = { subscriptionId, resourceGroup: 'network-rg', vnetName: 'hub-vnet' };
  await makeVnet(place);
  const networkId = await makeNetwork(df);

  const acceptor = new AzureAcceptor({
    ...place,
    // On the real thing: the environment, or any credential of @azure/identity.
    credential: { clientId, clientSecret, tenantId },
    endpoints: { arm, graph, entra },
    // Roles of the sandbox hold at once.
    grantSettleMs: 0,
  });
  const subject = { networkId, name: 'orders' };

  const plan = await df.peering.plan(acceptor, subject);
  console.log(`planned, nothing written: ${plan.actions.length} actions`);

  const onEvent = (event) => {
    if (event.type === 'step' && event.state === 'done') console.log(`  ${event.title}: ${event.evidence}`);
  };
  const { connection, actions } = await df.peering.apply(acceptor, { ...subject, plan, onEvent });
  console.log(`connection is ${connection?.status}, ${actions.length} actions`);

  const again = await df.peering.apply(acceptor, subject);
  console.log(`a second run: ${again.actions.length} actions`);

  const report = await df.verify({ connectionId: connection?.id, acceptor });
  console.log(`${report.endpoint} is ${report.verdict}`);
  for (const { source, outcome } of report.paths) console.log(`  ${source} ${outcome}`);

  const { removed } = await df.peering.destroy(acceptor, subject);
  console.log(`removed again: ${removed.length}`);
} finally {
  await sandbox.close();
}

async function makeNetwork(df) {
  const location = { provider: 'azure', region };
  const { id: networkId } = await df.networks.create({
    name: 'orders',
    location,
    cidrBlock: '127.83.0.0/16',
  });
  await df.networks.waitUntilActive(networkId);
  const tier = { maxMemoryBytes: 3_000_000_000, performanceTier: 'dev' };
  const datastore = await df.datastores.create({ name: 'orders', networkId, location, tier });
  await df.datastores.waitUntilActive(datastore.id);
  return networkId;
}

/** A virtual network with one subnet, made through Azure Resource Manager. */
async function makeVnet({ subscriptionId, resourceGroup, vnetName }) {
  const { arm, entra } = sandbox.endpoints;
  const { clientId, clientSecret } = sandbox.azure.identity;
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    scope: 'https://management.azure.com/.default',
  });
  const tokens = `${entra}/${sandbox.azure.defaultTenantId}/oauth2/v2.0/token`;
  const { access_token: token } = await (await fetch(tokens, { method: 'POST', body: form })).json();
  const put = async (path, body) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const url = `${arm}${path}?api-version=2025-05-01`;
    const answer = await fetch(url, { method: 'PUT', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
  };
  const group = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`;
  await put(group, { location: region });
  await put(`${group}/providers/Microsoft.Network/virtualNetworks/${vnetName}`, {
    location: region,
    properties: {
      addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
      subnets: [{ name: 'apps', properties: { addressPrefix: '10.0.1.0/24' } }],
    },
  });
}
