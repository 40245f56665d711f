// Waits for a connection, and says whose move it is: node examples/wait-for-active.mjs
import { DfCloud, NeedsYourActionError } from 'dfcloud';
import { startSandbox } from 'dfcloud/sandbox';

const sandbox = await startSandbox();
try {
  const df = new DfCloud({ baseUrl: sandbox.url, apiKey: sandbox.apiKey });
  const location = { provider: 'aws', region: 'us-east-1' };
  const network = await df.networks.create({ name: 'app', location, cidrBlock: '127.81.0.0/16' });
  await df.networks.waitUntilActive(network.id);
  const peer = {
    provider: 'aws',
    accountId: '123456789012',
    vpcId: 'vpc-0a1b2c3d4e5f60718',
    region: 'us-east-1',
  };
  const connection = await df.connections.ensure({ name: 'app', networkId: network.id, peer });

  // A pipeline that nobody watches does not wait for a person: it ends with the next step.
  try {
    await df.connections.waitUntilActive(connection.id, { whenYourMove: 'fail' });
  } catch (error) {
    if (!(error instanceof NeedsYourActionError)) throw error;
    console.log(`${error.name}: ${error.message}`);
    console.log(`fix: ${error.fix}`);
  }

  // A person at a terminal gets told once, and the wait goes on.
  await df.connections.waitUntilActive(connection.id, {
    timeoutMs: 60_000,
    signal: AbortSignal.timeout(120_000),
    onEvent: (event) => {
      if (event.type === 'status') console.log(`status: ${event.status}`);
      if (event.type !== 'your-move') return;
      console.log('your move');
      sandbox.accept(connection.id);
    },
  });
} finally {
  await sandbox.close();
}
