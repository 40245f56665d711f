// The world in which the snippets of the documentation run: a sandbox with a network, a connection and a datastore.
import { setTimeout as sleep } from 'node:timers/promises';
import { startSandbox } from 'dfcloud/sandbox';
import { startProxy } from './connect-proxy.mjs';

const NETWORK = {
  name: 'prod',
  location: { provider: 'aws', region: 'us-east-1' },
  cidr_block: '127.77.0.0/16',
};
const PEER = { account_id: '123456789012', vpc_id: 'vpc-0a1b2c3d4e5f60718' };

/**
 * A fresh sandbox in which the documentation's ids and addresses exist. `real` puts the sandbox's own in their place,
 * `documented` is the way back.
 */
export async function openWorld() {
  const timings = { provisioningMs: 5, requestMs: 5, activationMs: 5, deletionMs: 5, datastoreMs: 5 };
  const sandbox = await startSandbox({ timings });
  const post = (path, body) => call(sandbox, 'POST', path, body);

  const { network_id } = await post('/v1/networks', NETWORK);
  await until(() => sandbox.world().networks[0]?.status === 'active');
  const connection = { name: 'app', network_id, peer: PEER };
  const { connection_id } = await post('/v1/connections', connection);
  await until(() => sandbox.world().connections[0]?.status === 'inactive');
  sandbox.accept(connection_id);
  const tier = { max_memory_bytes: 3e9, performance_tier: 'dev' };
  const { datastore_id } = await post('/v1/datastores', {
    name: 'cache',
    network_id,
    location: NETWORK.location,
    tier,
    disable_passkey: true,
  });
  await until(() => sandbox.world().connections[0]?.status === 'active');
  await until(() => sandbox.world().datastores[0]?.status === 'active');
  const { address } = sandbox.datastore(datastore_id);
  const proxy = await startProxy();

  const names = [
    ['net-0123456789abcdef', network_id],
    ['conn-0123456789abcdef', connection_id],
    ['dst-0123456789abcdef', datastore_id],
    ['192.168.0.10:6379', address],
    ['192.168.0.10', address.replace(/:\d+$/, '')],
    ['192.168.0.0/16', NETWORK.cidr_block],
    ['http://proxy.example.com:3128', proxy.url],
  ];
  return {
    env: sandbox.env,
    real: (text) => names.reduce((result, [ours, theirs]) => result.replaceAll(ours, theirs), text),
    documented: (text) => names.reduce((result, [ours, theirs]) => result.replaceAll(theirs, ours), text),
    close: async () => {
      proxy.close();
      await sandbox.close();
    },
  };
}

async function call(sandbox, method, path, body) {
  const answer = await fetch(sandbox.url + path, {
    method,
    headers: { authorization: `Bearer ${sandbox.apiKey}` },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

async function until(reached) {
  const deadline = Date.now() + 10_000;
  while (!reached()) {
    if (Date.now() > deadline) throw new Error('the sandbox did not get ready');
    await sleep(5);
  }
}
