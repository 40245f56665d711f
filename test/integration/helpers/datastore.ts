import { DfCloud } from '../../../src/index.js';
import { type DatastoreControl, type Sandbox, startSandbox } from '../../../src/sandbox/index.js';

/** A sandbox with one active datastore in a private network. */
export async function sandboxWithDatastore(
  cidrBlock: string,
): Promise<{ readonly sandbox: Sandbox; readonly datastore: DatastoreControl }> {
  const sandbox = await startSandbox();
  const df = new DfCloud({ baseUrl: sandbox.url, apiKey: sandbox.apiKey });
  const location = { provider: 'aws', region: 'us-east-1' } as const;
  const network = await df.networks.create({ name: 'integration', location, cidrBlock });
  await df.networks.waitUntilActive(network.id);
  const { id } = await df.datastores.create({
    name: 'integration',
    networkId: network.id,
    location,
    tier: { maxMemoryBytes: 3e9, performanceTier: 'dev' },
    disablePasskey: true,
  });
  await df.datastores.waitUntilActive(id);
  return { sandbox, datastore: sandbox.datastore(id) };
}
