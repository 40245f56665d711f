// The Google Cloud scene of the chaos run: a sandbox with a network, a VPC network of the customer, and strangers beside it.
import { DfCloud } from 'dfcloud';
import { GcpAcceptor } from 'dfcloud/gcp';
import { startSandbox } from 'dfcloud/sandbox';

const region = 'us-central1';
const VPC = 'app-vpc';
const STRANGER = 'stranger-project';
const CIDR = '10.88.0.0/16';
const TIMINGS = { provisioningMs: 5, requestMs: 5, activationMs: 5, deletionMs: 5, datastoreMs: 5 };

/** Starts a scene. Every scene is like every other, to the ids. */
export async function openScene() {
  const sandbox = await startSandbox({ timings: TIMINGS });
  const client = new DfCloud({ apiKey: sandbox.apiKey, baseUrl: sandbox.url });
  const location = { provider: 'gcp', region };
  const created = await client.networks.create({ name: 'chaos', location, cidrBlock: CIDR });
  const network = await client.networks.waitUntilActive(created.id);
  const { id: projectId, accessToken } = sandbox.gcp.project();
  await seedCustomer(sandbox, projectId);
  await seedStranger(sandbox, projectId);
  sandbox.clearRequests();

  const { endpoints, apiKey, env } = sandbox;
  return {
    sandbox,
    stranger: STRANGER,
    secrets: [apiKey, accessToken],
    env,
    client: (timeoutMs) => new DfCloud({ apiKey, baseUrl: sandbox.url, ...(timeoutMs && { timeoutMs }) }),
    acceptor: (timeoutMs) =>
      new GcpAcceptor({
        projectId,
        network: VPC,
        firewall: { ingress: true, egress: true, targetTags: ['app'] },
        endpoint: endpoints.compute,
        accessToken,
        ...(timeoutMs && { timeoutMs }),
      }),
    subject: { networkId: network.id, name: 'chaos' },
    flags: ['--network', network.id, '--name', 'chaos', '--project', projectId, '--vpc', VPC].concat([
      '--firewall',
      'ingress,egress',
      '--target-tag',
      'app',
    ]),
    close: () => sandbox.close(),
  };
}

/** What a project does through Compute's own API: each write is over when its promise is. */
function computeFor(sandbox, project) {
  const { accessToken } = sandbox.gcp.project(project);
  const base = `${sandbox.endpoints.compute}/compute/v1/projects/${project}`;
  const post = async (path, body) => {
    const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' };
    const answer = await fetch(`${base}/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  return async (path, body) => {
    const scope = path.startsWith('global/') ? 'global' : path.split('/').slice(0, 2).join('/');
    let operation = await post(path, body);
    while (operation.status !== 'DONE') {
      operation = await post(`${scope}/operations/${operation.name}/wait`, {});
    }
    if (operation.error) throw new Error(`${path}: ${JSON.stringify(operation.error)}`);
  };
}

const link = (project, network) => `projects/${project}/global/networks/${network}`;

/** A network with subnets in two regions, rules of its own, and a peering that has nothing to do with us. */
async function seedCustomer(sandbox, project) {
  const write = computeFor(sandbox, project);
  const network = link(project, VPC);
  await write('global/networks', { name: VPC, autoCreateSubnetworks: false });
  await write(`regions/${region}/subnetworks`, { name: 'app', network, ipCidrRange: '10.0.1.0/24' });
  await write('regions/europe-west1/subnetworks', { name: 'app', network, ipCidrRange: '10.0.2.0/24' });
  const ssh = { allowed: [{ IPProtocol: 'tcp', ports: ['22'] }], sourceRanges: ['10.0.0.0/16'] };
  await write('global/firewalls', { name: 'allow-ssh', network, direction: 'INGRESS', ...ssh });
  const elsewhere = {
    name: 'shared-services',
    network: link('shared', 'services'),
    exchangeSubnetRoutes: true,
  };
  await write(`global/networks/${VPC}/addPeering`, { networkPeering: elsewhere });
}

/** Another project has Dragonfly's addresses, too, and asks for a peering that nobody is to answer. */
async function seedStranger(sandbox, customer) {
  const write = computeFor(sandbox, STRANGER);
  await write('global/networks', { name: 'theirs', autoCreateSubnetworks: false });
  const network = link(STRANGER, 'theirs');
  await write(`regions/${region}/subnetworks`, { name: 'theirs', network, ipCidrRange: CIDR });
  const networkPeering = { name: 'please', network: link(customer, VPC), exchangeSubnetRoutes: true };
  await write('global/networks/theirs/addPeering', { networkPeering });
}
