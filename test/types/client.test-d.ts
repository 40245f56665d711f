/* What must compile and what must not. `npm run typecheck` is the test: an unused @ts-expect-error is an error. */
import {
  AuthError,
  type AuthErrorCode,
  type Connection,
  type Datastore,
  DfCloud,
  type DfCloudError,
  isDfCloudError,
  type Network,
  type Peer,
  TimeoutError,
  type WaitEvent,
} from '../../src/index.js';

declare const df: DfCloud;
declare const signal: AbortSignal | undefined;
declare const text: string | undefined;
declare const ms: number | undefined;
declare const error: unknown;

/** Fails to compile unless both types are the same. */
function same<A>(_value: A) {
  return <B extends A>(..._proof: [A] extends [B] ? [] : ['not the same type']) => undefined;
}

// Options that may be undefined need no conditional spread.
new DfCloud();
new DfCloud({ apiKey: text, baseUrl: text, timeoutMs: ms, totalTimeoutMs: ms, fetch: undefined });
new DfCloud({ fetch: globalThis.fetch, onEvent: async (event) => void event.type });
// @ts-expect-error an option that nobody knows
new DfCloud({ apikey: 'k' });
// @ts-expect-error a duration is a number
new DfCloud({ timeoutMs: '5s' });

// Peers: each cloud's own words, and no others.
const peers: Peer[] = [
  { provider: 'aws', accountId: '123456789012', vpcId: 'vpc-0a1b2c3d' },
  { provider: 'aws', accountId: '123456789012', vpcId: 'vpc-0a1b2c3d', region: text },
  { provider: 'gcp', projectId: 'my-project', network: 'default' },
  {
    provider: 'azure',
    subscriptionId: 's',
    vnetName: 'v',
    resourceGroup: 'r',
    tenantId: 't',
    appId: 'a',
    region: text,
    useRemoteGateways: undefined,
  },
];
// @ts-expect-error AWS has no projectId
peers.push({ provider: 'aws', projectId: 'p', network: 'n' });
// @ts-expect-error the VPC is missing
peers.push({ provider: 'aws', accountId: '123456789012' });
// @ts-expect-error no such cloud
peers.push({ provider: 'ibm', accountId: '1', vpcId: '2' });
// @ts-expect-error Azure needs the application
peers.push({ provider: 'azure', subscriptionId: 's', vnetName: 'v', resourceGroup: 'r', tenantId: 't' });

export async function connections(connection: Connection): Promise<void> {
  const { peer } = connection;
  if (peer.provider === 'aws') same<string>(peer.vpcId)();
  if (peer.provider === 'gcp') same<string>(peer.network)();
  // @ts-expect-error not before the cloud is known
  peer.vpcId;
  // @ts-expect-error connections cannot be changed
  connection.status = 'active';

  // A status may be a word that this version does not know.
  if (connection.status === 'active' || connection.status === 'something-new') return;

  same<Connection>(await df.connections.waitUntil('c', 'inactive'))();
  same<Connection>(
    await df.connections.waitUntil('c', 'active', { signal, timeoutMs: ms, onEvent: undefined }),
  )();
  same<undefined>(await df.connections.waitUntil('c', 'deleted'))();
  same<void>(await df.connections.waitUntilDeleted('c'))();
  // @ts-expect-error pending is passed through, not waited for
  await df.connections.waitUntil('c', 'pending');
  // @ts-expect-error failed is no target
  await df.connections.waitUntil('c', 'failed');
  // @ts-expect-error only connections are inactive
  await df.networks.waitUntil('n', 'inactive');
  // @ts-expect-error an option that nobody knows
  await df.connections.waitUntilActive('c', { timeout: 5 });
  // @ts-expect-error there is no update
  await df.connections.update('c', {});

  const input = { name: 'c', networkId: 'n', peer };
  await df.connections.ensure(input, { replace: undefined, signal });
  await df.connections.list({ name: text, networkId: text, status: 'active' });
  // @ts-expect-error a filter that nobody knows
  await df.connections.list({ peer });
}

export async function networks(): Promise<void> {
  const location = { provider: 'aws', region: 'us-east-1' } as const;
  const network: Network = await df.networks.create({
    name: 'n',
    location,
    cidrBlock: '10.0.0.0/16',
    byoc: undefined,
  });
  // @ts-expect-error absent until it is provisioned
  network.vpc.accountId;
  await df.networks.update('n', { name: 'x' }, { signal });
  // @ts-expect-error only the name can be changed
  await df.networks.update('n', { cidrBlock: '10.0.0.0/16' });
  // @ts-expect-error networks have no networkId to filter by
  await df.networks.list({ networkId: 'n' });
  // @ts-expect-error a region is missing
  await df.networks.create({ name: 'n', location: { provider: 'aws' }, cidrBlock: '10.0.0.0/16' });
}

export async function datastores(datastore: Datastore): Promise<void> {
  same<string | undefined>(datastore.connectionUrl({ showPassword: true }))();
  await df.datastores.update('d', { tier: { replicas: ms }, disablePasskey: undefined });
  // @ts-expect-error updating is passed through, not waited for
  await df.datastores.waitUntil('d', 'updating');
  // @ts-expect-error restoring is passed through, not waited for
  await df.datastores.waitUntil('d', 'restoring');
  // @ts-expect-error a number of bytes
  await df.datastores.update('d', { tier: { maxMemoryBytes: '3GB' } });
}

export async function requests(): Promise<void> {
  same<unknown>(await df.request('GET', '/v1/metrics'))();
  // @ts-expect-error no such method
  await df.request('PATCH', '/v1/metrics');
}

export function listen(event: WaitEvent): string | undefined {
  // @ts-expect-error only some events have a status
  event.status;
  switch (event.type) {
    case 'your-move':
      return event.fix;
    case 'poll-failed':
      return event.code;
    case 'status':
    case 'unknown-status':
      return event.status;
    case 'waiting':
      return event.status;
  }
}

export function handle(): string {
  if (!isDfCloudError(error)) return '';
  same<DfCloudError>(error)();
  if (error instanceof AuthError) same<AuthErrorCode>(error.code)();
  if (error instanceof TimeoutError) {
    same<'timeout'>(error.code)();
    same<'TimeoutError'>(error.name)();
    return error.wait?.lastStatus ?? error.request?.path ?? '';
  }
  return error.fix;
}
