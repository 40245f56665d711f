// From nothing to a verified endpoint, without an account: node examples/quickstart.mjs
// The sandbox takes the place of Dragonfly Cloud and of the customer who accepts the peering.
import { DfCloud } from 'dfcloud';
import { startSandbox } from 'dfcloud/sandbox';
import { verify } from 'dfcloud/verify';

const sandbox = await startSandbox();
try {
  const df = new DfCloud({ baseUrl: sandbox.url, apiKey: sandbox.apiKey });

  const location = { provider: 'aws', region: 'us-east-1' };
  const { id: networkId } = await df.networks.create({ name: 'demo', location, cidrBlock: '127.80.0.0/16' });
  const network = await df.networks.waitUntilActive(networkId);
  console.log(`network ${network.id} is ${network.status}: ${network.vpc?.resourceId}`);

  // `ensure` adopts an equal connection that exists, so that this can be run again.
  const peer = { provider: 'aws', accountId: '123456789012', vpcId: 'vpc-0a1b2c3d4e5f60718' };
  const connection = await df.connections.ensure({ name: 'demo', networkId, peer });
  await df.connections.waitUntil(connection.id, 'inactive');
  sandbox.accept(connection.id);
  const active = await df.connections.waitUntilActive(connection.id);
  console.log(`connection ${active.id} is ${active.status}: ${active.peerConnectionId}`);

  const tier = { maxMemoryBytes: 3_000_000_000, performanceTier: 'dev' };
  const created = await df.datastores.create({
    name: 'demo',
    networkId,
    location,
    tier,
    disablePasskey: true,
  });
  const datastore = await df.datastores.waitUntilActive(created.id);
  console.log(`datastore ${datastore.id} is ${datastore.status}: ${datastore.connectionUrl()}`);

  const report = await verify({ endpoint: datastore.addr, cidrs: [network.cidrBlock] });
  const answer = report.checks.find((check) => check.layer === 'resp');
  console.log(`${report.endpoint} is ${report.verdict}: ${answer?.summary} after ${answer?.ms} ms`);
} finally {
  await sandbox.close();
}
