import type { Connection, Datastore, DfCloud, Network, Peer, Provider, WaitOptions } from '../../index.js';
import type { Sandbox } from '../../sandbox/index.js';
import type { Progress } from '../progress.js';

/** A cloud that the demo shows. */
export interface DemoCloud {
  readonly provider: Provider;
  /** Its name in a sentence. */
  readonly title: string;
  readonly region: string;
  /** In 127.0.0.0/8, so that the datastore of the sandbox lies inside it. */
  readonly cidrBlock: string;
  /** The VPC of the customer. */
  readonly peer: Peer;
  /** Whether a fault is shown here, too. */
  readonly breaks?: true;
}

/** The clouds that the demo shows, one after the other. */
export const DEMO_CLOUDS: readonly DemoCloud[] = [
  {
    provider: 'gcp',
    title: 'Google Cloud',
    region: 'us-central1',
    cidrBlock: '127.43.0.0/16',
    peer: { provider: 'gcp', projectId: 'orders-prod', network: 'app-network' },
  },
  {
    provider: 'azure',
    title: 'Azure',
    region: 'centralus',
    cidrBlock: '127.44.0.0/16',
    peer: {
      provider: 'azure',
      subscriptionId: '0b1f6471-1bf0-4dda-aec3-cb9272f09590',
      resourceGroup: 'network-rg',
      vnetName: 'app-vnet',
      tenantId: '9c5e0c4b-6c2f-4d6b-8f1a-2f3b7a1d5e60',
      appId: '3d8a7c52-5e0b-4f7e-9a41-7c2d9e6b1f08',
      region: 'centralus',
    },
  },
  {
    provider: 'aws',
    title: 'AWS',
    region: 'us-east-1',
    cidrBlock: '127.42.0.0/16',
    peer: { provider: 'aws', accountId: '123456789012', vpcId: 'vpc-0a1b2c3d4e5f67890', region: 'us-east-1' },
    breaks: true,
  },
];

/** What the demo set up. */
export interface DemoPath {
  readonly network: Network;
  readonly connection: Connection;
  readonly datastore: Datastore;
  /** `host:port` of the datastore. */
  readonly endpoint: string;
}

/** What the demo works with. */
export interface Stage {
  readonly client: DfCloud;
  readonly sandbox: Sandbox;
  readonly progress: Progress;
  /** The options of every wait. */
  readonly wait: WaitOptions;
}

/** Goes the whole way on one cloud: network, connection, the customer's acceptance, datastore. */
export async function setUp(cloud: DemoCloud, stage: Stage): Promise<DemoPath> {
  const { client, progress, wait } = stage;
  const { provider, region, cidrBlock, peer } = cloud;
  const call = { signal: wait.signal };
  const location = { provider, region } as const;

  progress.step('creating a private network');
  const { id: networkId } = await client.networks.create(
    { name: `demo-${provider}`, location, cidrBlock },
    call,
  );
  const network = await client.networks.waitUntilActive(networkId, wait);
  progress.mark('done', `network ${networkId} is active: ${cidrBlock} in ${region}`);

  progress.step('asking for a connection to your VPC');
  const requested = await client.connections.create({ name: `demo-${provider}`, networkId, peer }, call);
  const connection = await accepted(requested.id, stage);
  progress.mark('done', `connection ${connection.id} is active: peering ${connection.peerConnectionId}`);

  progress.step('creating a datastore');
  const { id } = await client.datastores.create(
    { name: `demo-${provider}`, networkId, location, tier: { maxMemoryBytes: 3e9, performanceTier: 'dev' } },
    call,
  );
  const datastore = await client.datastores.waitUntilActive(id, wait);
  const endpoint = datastore.addr ?? '';
  progress.mark('done', `datastore ${id} is active: ${endpoint}`);
  return { network, connection, datastore, endpoint };
}

/** Waits for a connection, and plays the customer when it is the customer's move. */
function accepted(id: string, { client, sandbox, progress, wait }: Stage): Promise<Connection> {
  return client.connections.waitUntilActive(id, {
    ...wait,
    onEvent: (event) => {
      wait.onEvent?.(event);
      if (event.type !== 'your-move') return;
      sandbox.accept(id);
      client.connections.nudge();
      progress.mark('note', 'the demo plays the customer, and accepts');
    },
  });
}
