// A VPC network on Google Cloud, connected, proved and disconnected again: node examples/connect-gcp-network.mjs
// The sandbox takes the place of Dragonfly Cloud and of Compute Engine. On the real thing, install google-auth-library.
import { DfCloud } from 'dfcloud';
import { GcpAcceptor } from 'dfcloud/gcp';
import { startSandbox } from 'dfcloud/sandbox';

const region = 'us-central1';
const sandbox = await startSandbox();
try {
  // On the real thing: leave out the URLs, key and token, and the network that is made here.
  const df = new DfCloud({ baseUrl: sandbox.url, apiKey: sandbox.apiKey });
  const { id: projectId, accessToken } = sandbox.gcp.project();
  const endpoint = sandbox.endpoints.compute;
  const network = 'app-vpc';
  await makeVpcNetwork({ projectId, accessToken, endpoint, network });
  const networkId = await makeNetwork(df);

  // Rules are made for the VMs that are named here, and for no others.
  const firewall = { ingress: true, egress: true, targetTags: ['app'] };
  const acceptor = new GcpAcceptor({ projectId, network, firewall, endpoint, accessToken });
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
  const location = { provider: 'gcp', region };
  const { id: networkId } = await df.networks.create({
    name: 'orders',
    location,
    cidrBlock: '127.82.0.0/16',
  });
  await df.networks.waitUntilActive(networkId);
  const tier = { maxMemoryBytes: 3_000_000_000, performanceTier: 'dev' };
  const datastore = await df.datastores.create({ name: 'orders', networkId, location, tier });
  await df.datastores.waitUntilActive(datastore.id);
  return networkId;
}

/** A network with one subnet, made through Compute Engine's own API. */
async function makeVpcNetwork({ projectId, accessToken, endpoint, network }) {
  const project = `${endpoint}/compute/v1/projects/${projectId}`;
  const post = async (path, body) => {
    const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' };
    const answer = await fetch(`${project}/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return answer.json();
  };
  const made = await post('global/networks', { name: network, autoCreateSubnetworks: false });
  await post(`global/operations/${made.name}/wait`, {});
  const subnet = {
    name: 'app',
    ipCidrRange: '10.0.0.0/24',
    network: `projects/${projectId}/global/networks/${network}`,
  };
  const added = await post(`regions/${region}/subnetworks`, subnet);
  await post(`regions/${region}/operations/${added.name}/wait`, {});
}
