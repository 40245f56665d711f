import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/index.js';
import { activeNetwork, api, connectionBody, STEP_MS, textOf } from '../helpers/api.js';
import {
  call,
  done,
  failureOf,
  fieldsOf,
  networkSeen,
  newNetwork,
  newSubnetwork,
  peeringBody,
  peeringsSeen,
  startGcp,
} from './helpers/gcp.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startGcp();
});
afterEach(() => sandbox.close());

const PROJECT = 'customer-project';
const NETWORK = { location: { provider: 'gcp', region: 'us-central1' }, cidr_block: '192.168.0.0/16' };
const connectionSeen = async (id: string) => (await api(sandbox, 'GET', `/v1/connections/${id}`)).body;

/** Dragonfly's network: its id, and the path of its VPC. */
async function dragonflyNetwork(overrides: object = {}): Promise<{ network: string; vpc: string }> {
  const network = await activeNetwork(sandbox, { ...NETWORK, ...overrides });
  const wire = fieldsOf(fieldsOf((await api(sandbox, 'GET', `/v1/networks/${network}`)).body).vpc);
  return { network, vpc: `projects/${wire.account_id}/global/networks/${wire.resource_id}` };
}

/** A connection of Dragonfly's to a network of the customer's, which need not exist. */
async function connect(
  network: string,
  vpcId = 'app',
  accountId = PROJECT,
): Promise<{ id: string; name: string }> {
  const peer = { account_id: accountId, vpc_id: vpcId };
  const { body } = await api(sandbox, 'POST', '/v1/connections', connectionBody(network, peer));
  const id = textOf(body, 'connection_id');
  await sandbox.clock.advance(STEP_MS);
  return { id, name: textOf(await connectionSeen(id), 'peer_connection_id') };
}

/** The customer makes the other half: why that failed, '' for not. */
async function accept(app: string, vpc: string, name = 'df'): Promise<string> {
  return failureOf(await done(sandbox, 'POST', `${app}/addPeering`, { body: peeringBody(name, vpc) }));
}

test("a network's VPC stands in the vendor's project", async () => {
  const { vpc } = await dragonflyNetwork();
  expect(vpc).toMatch(/^projects\/dfcloud-sandbox\/global\/networks\/dfcloud-/);
  const { subnetworks } = await networkSeen(sandbox, vpc);
  expect(subnetworks).toHaveLength(1);
  expect(sandbox.world().gcp.subnetworks).toMatchObject([
    { ipCidrRange: '192.168.0.0/16', path: expect.stringContaining('/regions/us-central1/') },
  ]);
});

test('the VPC goes with the network', async () => {
  const { network, vpc } = await dragonflyNetwork();
  await api(sandbox, 'DELETE', `/v1/networks/${network}`);
  await sandbox.clock.advance(STEP_MS);
  expect((await call(sandbox, 'GET', vpc)).status).toBe(404);
  const { networks, subnetworks, routes } = sandbox.world().gcp;
  expect([networks, subnetworks, routes]).toEqual([[], [], []]);
});

test("with BYOC the network's VPC is the customer's own", async () => {
  const { vpc } = await dragonflyNetwork({ byoc: { account_id: PROJECT } });
  expect(vpc).toMatch(/^projects\/customer-project\//);
  expect((await networkSeen(sandbox, vpc)).kind).toBe('compute#network');
});

test("a connection is Dragonfly's half, which waits", async () => {
  const app = await newNetwork(sandbox, PROJECT, 'app');
  const { network, vpc } = await dragonflyNetwork();
  const { id, name } = await connect(network);
  expect(await connectionSeen(id)).toMatchObject({ status: 'inactive' });
  expect(await peeringsSeen(sandbox, vpc)).toMatchObject([
    { name, state: 'INACTIVE', network: expect.stringMatching(new RegExp(`/${app}$`)) },
  ]);
  expect(await peeringsSeen(sandbox, app)).toEqual([]);
});

test("the customer's half makes the connection active", async () => {
  const app = await newNetwork(sandbox, PROJECT, 'app');
  const { network, vpc } = await dragonflyNetwork();
  const { id } = await connect(network);
  expect(await accept(app, vpc)).toBe('');
  await sandbox.clock.advance(STEP_MS);
  expect(await connectionSeen(id)).toMatchObject({ status: 'active' });
  expect(await peeringsSeen(sandbox, vpc)).toMatchObject([{ state: 'ACTIVE' }]);
});

test("the customer's half may come first", async () => {
  const app = await newNetwork(sandbox, PROJECT, 'app');
  const { network, vpc } = await dragonflyNetwork();
  expect(await accept(app, vpc)).toBe('');
  const { id } = await connect(network);
  expect(await connectionSeen(id)).toMatchObject({ status: 'active' });
});

test('overlapping ranges fail the second half', async () => {
  const app = await newNetwork(sandbox, PROJECT, 'app');
  await newSubnetwork(sandbox, app, '192.168.4.0/24');
  const { network, vpc } = await dragonflyNetwork();
  const { id } = await connect(network);
  expect(await accept(app, vpc)).toMatch(/An IP range in the peer network \(192\.168\.0\.0\/16\) overlaps/);
  await sandbox.clock.advance(STEP_MS);
  expect(await connectionSeen(id)).toMatchObject({ status: 'inactive' });
  expect(await peeringsSeen(sandbox, vpc)).toMatchObject([
    { stateDetails: expect.stringContaining('Peer network tried to connect and failed.') },
  ]);
  expect(() => sandbox.accept(id)).toThrow(expect.objectContaining({ code: 'wrong_state' }));
  await sandbox.clock.advance(STEP_MS);
  expect(await connectionSeen(id)).toMatchObject({ status: 'inactive' });
});

test("where Dragonfly's half is the second, the connection fails", async () => {
  const app = await newNetwork(sandbox, PROJECT, 'app');
  await newSubnetwork(sandbox, app, '192.168.4.0/24');
  const { network, vpc } = await dragonflyNetwork();
  expect(await accept(app, vpc)).toBe('');
  const { id } = await connect(network);
  expect(await connectionSeen(id)).toMatchObject({
    status: 'failed',
    status_detail: expect.stringContaining('overlaps with an IP range in the local network'),
  });
});

test('a customer of the same network may be in the way', async () => {
  const first = await newNetwork(sandbox, 'first-project', 'app');
  await newSubnetwork(sandbox, first, '10.1.0.0/16');
  const app = await newNetwork(sandbox, PROJECT, 'app');
  await newSubnetwork(sandbox, app, '10.1.0.0/16');
  const { network, vpc } = await dragonflyNetwork();
  await connect(network, 'app', 'first-project');
  expect(await accept(first, vpc)).toBe('');
  await connect(network);
  expect(await accept(app, vpc)).toMatch(/in an active peer of the peer network\.$/);
});

test("removing the customer's half makes the connection irrecoverable", async () => {
  const app = await newNetwork(sandbox, PROJECT, 'app');
  const { network, vpc } = await dragonflyNetwork();
  const { id } = await connect(network);
  await accept(app, vpc);
  await sandbox.clock.advance(STEP_MS);
  await done(sandbox, 'POST', `${app}/removePeering`, { body: { name: 'df' } });
  await sandbox.clock.advance(STEP_MS);
  expect(await connectionSeen(id)).toMatchObject({ status: 'irrecoverable' });
  expect(await peeringsSeen(sandbox, vpc)).toMatchObject([{ state: 'INACTIVE' }]);
  await api(sandbox, 'DELETE', `/v1/connections/${id}`);
  await sandbox.clock.advance(STEP_MS);
  expect(await peeringsSeen(sandbox, vpc)).toEqual([]);
});

test("deleting the connection leaves the customer's half inactive", async () => {
  const app = await newNetwork(sandbox, PROJECT, 'app');
  const { network, vpc } = await dragonflyNetwork();
  const { id } = await connect(network);
  await accept(app, vpc);
  await sandbox.clock.advance(STEP_MS);
  await api(sandbox, 'DELETE', `/v1/connections/${id}`);
  await sandbox.clock.advance(STEP_MS);
  expect(await peeringsSeen(sandbox, vpc)).toEqual([]);
  expect(await peeringsSeen(sandbox, app)).toMatchObject([{ name: 'df', state: 'INACTIVE' }]);
  const again = await connect(network);
  expect(await connectionSeen(again.id)).toMatchObject({ status: 'active' });
});

test('a half that the vendor removed ends the connection only', async () => {
  const app = await newNetwork(sandbox, PROJECT, 'app');
  const { network, vpc } = await dragonflyNetwork();
  const { id, name } = await connect(network);
  await accept(app, vpc);
  await sandbox.clock.advance(STEP_MS);
  await done(sandbox, 'POST', `${vpc}/removePeering`, { body: { name } });
  await sandbox.clock.advance(STEP_MS);
  expect(await connectionSeen(id)).toMatchObject({ status: 'irrecoverable' });
  expect(await peeringsSeen(sandbox, app)).toMatchObject([{ name: 'df', state: 'INACTIVE' }]);
});

test("the sandbox's accept and revoke act in Google Cloud", async () => {
  const app = await newNetwork(sandbox, PROJECT, 'app');
  const { network } = await dragonflyNetwork();
  const { id } = await connect(network);
  sandbox.accept(id);
  expect(await peeringsSeen(sandbox, app)).toMatchObject([{ state: 'ACTIVE' }]);
  await sandbox.clock.advance(STEP_MS);
  expect(await connectionSeen(id)).toMatchObject({ status: 'active' });
  sandbox.revoke(id);
  expect(await peeringsSeen(sandbox, app)).toEqual([]);
  await sandbox.clock.advance(STEP_MS);
  expect(await connectionSeen(id)).toMatchObject({ status: 'irrecoverable' });
});

test('a network that nobody made is taken on trust', async () => {
  const { network, vpc } = await dragonflyNetwork();
  const { id } = await connect(network, 'made-up', 'made-up-project');
  sandbox.accept(id);
  await sandbox.clock.advance(STEP_MS);
  expect(await connectionSeen(id)).toMatchObject({ status: 'active' });
  expect(await peeringsSeen(sandbox, vpc)).toMatchObject([{ state: 'ACTIVE' }]);
  sandbox.revoke(id);
  await sandbox.clock.advance(STEP_MS);
  expect(await connectionSeen(id)).toMatchObject({ status: 'irrecoverable' });
  expect(await peeringsSeen(sandbox, vpc)).toMatchObject([{ state: 'INACTIVE' }]);
});

test('a second connection of one pair is refused', async () => {
  const { network } = await dragonflyNetwork();
  const { name } = await connect(network);
  const { id } = await connect(network);
  expect(await connectionSeen(id)).toMatchObject({
    status: 'failed',
    status_detail: expect.stringContaining(`There is already a peering ${name} with the same network`),
  });
});

test("Dragonfly's half can be made differently", async () => {
  sandbox.gcp.dragonflyMakes({ updateStrategy: 'CONSENSUS', exportCustomRoutes: true });
  const { network, vpc } = await dragonflyNetwork();
  await connect(network);
  expect(await peeringsSeen(sandbox, vpc)).toMatchObject([
    { updateStrategy: 'CONSENSUS', exportCustomRoutes: true },
  ]);
});

test('the environment leads clients here', async () => {
  const {
    CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE: base,
    GOOGLE_OAUTH_ACCESS_TOKEN: token,
    GOOGLE_CLOUD_PROJECT,
  } = sandbox.env;
  expect(base).toBe(`${sandbox.endpoints.compute}/compute/v1/`);
  expect(GOOGLE_CLOUD_PROJECT).toBe(sandbox.gcp.defaultProjectId);
  const headers = { authorization: `Bearer ${token}` };
  expect((await fetch(`${base}projects/${GOOGLE_CLOUD_PROJECT}/global/networks`, { headers })).status).toBe(
    200,
  );
});
