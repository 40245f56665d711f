import { onTestFinished } from 'vitest';
import { DfCloud, type DfCloudOptions } from '../../src/index.js';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/index.js';

const QUICK = { provisioningMs: 10, requestMs: 10, activationMs: 10, deletionMs: 10, datastoreMs: 10 };

/** A quick sandbox that ends with the test, and a client of it. */
export async function sandboxClient(options: SandboxOptions = {}, client: DfCloudOptions = {}) {
  const sandbox = await startSandbox({ timings: QUICK, ...options });
  onTestFinished(() => sandbox.close());
  const df = new DfCloud({ apiKey: sandbox.apiKey, baseUrl: sandbox.url, ...client });
  return { sandbox, df };
}

/** The same with an active network, and an input for a connection to it; the request log begins after that. */
export async function sandboxWithNetwork(options: SandboxOptions = {}, client: DfCloudOptions = {}) {
  const { sandbox, df } = await sandboxClient(options, client);
  const network = await df.networks.create({
    name: 'orders',
    location: { provider: 'aws', region: 'us-east-1' },
    cidrBlock: '127.77.0.0/16',
  });
  await df.networks.waitUntilActive(network.id);
  sandbox.clearRequests();
  const input = {
    name: 'to-app',
    networkId: network.id,
    peer: { provider: 'aws', accountId: '123456789012', vpcId: 'vpc-0a1b2c3d' },
  } as const;
  return { sandbox, df, network, input, operations: () => operationsOf(sandbox) };
}

/** What was asked of the sandbox, in order. */
export function operationsOf(sandbox: Sandbox): (string | null)[] {
  return sandbox.requests().map(({ operation }) => operation);
}
