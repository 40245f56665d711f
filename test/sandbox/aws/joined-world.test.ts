import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/index.js';
import { activeNetwork, api, connectionBody, networkBody, STEP_MS, textOf } from '../helpers/api.js';
import { ec2Of, given, newVpc, peeringSeen, startAws } from './helpers/aws.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startAws();
});
afterEach(() => sandbox.close());

const NETWORK = { cidr_block: '192.168.0.0/16' };
const connectionSeen = async (id: string) => (await api(sandbox, 'GET', `/v1/connections/${id}`)).body;

/** A Dragonfly connection to a VPC of the customer's, and the id that AWS has for it. */
async function connected(vpcId: string, accountId = sandbox.aws.defaultAccountId) {
  const network = await activeNetwork(sandbox, NETWORK);
  const peer = { account_id: accountId, vpc_id: vpcId };
  const { body } = await api(sandbox, 'POST', '/v1/connections', connectionBody(network, peer));
  const connection = textOf(body, 'connection_id');
  await sandbox.clock.advance(STEP_MS);
  return { network, connection, pcx: textOf(await connectionSeen(connection), 'peer_connection_id') };
}

test('a connection shows up as a request in the account', async () => {
  const ec2 = ec2Of(sandbox);
  const vpcId = await newVpc(ec2);
  const { network, pcx } = await connected(vpcId);
  const { body } = await api(sandbox, 'GET', `/v1/networks/${network}`);
  expect(body).toMatchObject({ vpc: { resource_id: expect.stringMatching(/^vpc-/) } });
  const { vpc } = given(sandbox.world().networks[0]);
  expect(await peeringSeen(ec2, pcx)).toMatchObject({
    Status: { Code: 'pending-acceptance' },
    RequesterVpcInfo: {
      OwnerId: vpc?.account_id,
      VpcId: vpc?.resource_id,
      Region: 'us-east-1',
      CidrBlock: '192.168.0.0/16',
    },
    AccepterVpcInfo: { OwnerId: sandbox.aws.defaultAccountId, VpcId: vpcId },
  });
});

test('accepting in AWS makes the connection active', async () => {
  const ec2 = ec2Of(sandbox);
  const { connection, pcx } = await connected(await newVpc(ec2));
  expect(await connectionSeen(connection)).toMatchObject({ status: 'inactive' });
  await ec2.acceptVpcPeeringConnection({ VpcPeeringConnectionId: pcx });
  expect(await connectionSeen(connection)).toMatchObject({ status: 'inactive' });
  await sandbox.clock.advance(STEP_MS);
  expect(await connectionSeen(connection)).toMatchObject({ status: 'active', peer_connection_id: pcx });
});

test('deleting in AWS makes the connection irrecoverable', async () => {
  const ec2 = ec2Of(sandbox);
  const { connection, pcx } = await connected(await newVpc(ec2));
  await ec2.acceptVpcPeeringConnection({ VpcPeeringConnectionId: pcx });
  await sandbox.clock.advance(STEP_MS);
  await ec2.deleteVpcPeeringConnection({ VpcPeeringConnectionId: pcx });
  await sandbox.clock.advance(STEP_MS);
  expect(await connectionSeen(connection)).toMatchObject({ status: 'irrecoverable' });
});

test.each(['reject', 'expire'])('when the request comes to %s, irrecoverable as well', async (how) => {
  const ec2 = ec2Of(sandbox);
  const { connection, pcx } = await connected(await newVpc(ec2));
  if (how === 'reject') await ec2.rejectVpcPeeringConnection({ VpcPeeringConnectionId: pcx });
  await sandbox.clock.advance(how === 'reject' ? STEP_MS : 8 * 86_400_000);
  expect(await connectionSeen(connection)).toMatchObject({ status: 'irrecoverable' });
});

test('deleting the connection deletes the peering in AWS', async () => {
  const ec2 = ec2Of(sandbox);
  const { connection, pcx } = await connected(await newVpc(ec2));
  await api(sandbox, 'DELETE', `/v1/connections/${connection}`);
  await sandbox.clock.advance(STEP_MS);
  const seen = await peeringSeen(ec2, pcx);
  expect(seen?.Status).toEqual({ Code: 'deleted', Message: `Deleted by ${seen?.RequesterVpcInfo?.OwnerId}` });
  await sandbox.clock.advance(2 * 86_400_000);
  expect(await peeringSeen(ec2, pcx)).toBeUndefined();
});

test("the sandbox's accept and revoke act in AWS", async () => {
  const ec2 = ec2Of(sandbox);
  const { connection, pcx } = await connected(await newVpc(ec2));
  sandbox.accept(connection);
  expect((await peeringSeen(ec2, pcx))?.Status?.Code).toBe('active');
  await sandbox.clock.advance(STEP_MS);
  sandbox.revoke(connection);
  expect((await peeringSeen(ec2, pcx))?.Status).toEqual({
    Code: 'deleted',
    Message: `Deleted by ${sandbox.aws.defaultAccountId}`,
  });
});

test('revoking a pending connection rejects the request', async () => {
  const ec2 = ec2Of(sandbox);
  const { connection, pcx } = await connected(await newVpc(ec2));
  sandbox.revoke(connection);
  expect((await peeringSeen(ec2, pcx))?.Status?.Code).toBe('rejected');
});

test.each([
  ['no such VPC in a known account', undefined],
  ['CIDR blocks that overlap', '192.168.4.0/24'],
])('the connection fails: %s', async (_why, block) => {
  const ec2 = ec2Of(sandbox);
  const { connection } = await connected(block ? await newVpc(ec2, block) : 'vpc-0123456789abcdef0');
  expect(await connectionSeen(connection)).toMatchObject({
    status: 'failed',
    status_detail: expect.stringContaining('incorrect VPC-ID, Account ID, or overlapping CIDR range'),
  });
});

test('an account that nobody used is taken on trust', async () => {
  const { connection } = await connected('vpc-0123456789abcdef0', '123123123123');
  expect(await connectionSeen(connection)).toMatchObject({ status: 'inactive' });
  sandbox.accept(connection);
  await sandbox.clock.advance(STEP_MS);
  expect(await connectionSeen(connection)).toMatchObject({ status: 'active' });
});

test("the network's VPC comes and goes with the network", async () => {
  const network = await activeNetwork(sandbox, NETWORK);
  const { vpc } = given(sandbox.world().networks[0]);
  const vendor = ec2Of(sandbox, given(vpc).account_id);
  expect((await vendor.describeVpcs({})).Vpcs).toMatchObject([
    { VpcId: vpc?.resource_id, OwnerId: vpc?.account_id, CidrBlock: '192.168.0.0/16' },
  ]);
  await api(sandbox, 'DELETE', `/v1/networks/${network}`);
  await sandbox.clock.advance(STEP_MS);
  expect((await vendor.describeVpcs({})).Vpcs).toEqual([]);
});

test("with BYOC the network's VPC is the customer's own", async () => {
  await activeNetwork(sandbox, { ...NETWORK, byoc: { account_id: sandbox.aws.defaultAccountId } });
  const { Vpcs } = await ec2Of(sandbox).describeVpcs({});
  expect(Vpcs).toMatchObject([{ OwnerId: sandbox.aws.defaultAccountId, CidrBlock: '192.168.0.0/16' }]);
});

test('two connections of one pair share one peering', async () => {
  const ec2 = ec2Of(sandbox);
  const vpcId = await newVpc(ec2);
  const { network, pcx } = await connected(vpcId);
  const peer = { account_id: sandbox.aws.defaultAccountId, vpc_id: vpcId };
  const { body } = await api(sandbox, 'POST', '/v1/connections', connectionBody(network, peer));
  await sandbox.clock.advance(STEP_MS);
  const second = await connectionSeen(textOf(body, 'connection_id'));
  expect(second).toMatchObject({ status: 'inactive', peer_connection_id: pcx });
});

test('a request that someone made by hand is taken over', async () => {
  const ec2 = ec2Of(sandbox);
  const vpcId = await newVpc(ec2);
  const network = await activeNetwork(sandbox, NETWORK);
  const { vpc } = given(sandbox.world().networks[0]);
  const vendor = ec2Of(sandbox, given(vpc).account_id);
  const { VpcPeeringConnection } = await vendor.createVpcPeeringConnection({
    VpcId: given(vpc).resource_id,
    PeerVpcId: vpcId,
    PeerOwnerId: sandbox.aws.defaultAccountId,
  });
  await sandbox.clock.advance(STEP_MS);
  const pcx = given(VpcPeeringConnection?.VpcPeeringConnectionId);
  await ec2.acceptVpcPeeringConnection({ VpcPeeringConnectionId: pcx });
  await sandbox.clock.advance(STEP_MS);
  const peer = { account_id: sandbox.aws.defaultAccountId, vpc_id: vpcId };
  const { body } = await api(sandbox, 'POST', '/v1/connections', connectionBody(network, peer));
  await sandbox.clock.advance(STEP_MS);
  expect(await connectionSeen(textOf(body, 'connection_id'))).toMatchObject({
    status: 'active',
    peer_connection_id: pcx,
  });
});

test('the other clouds do without', async () => {
  const gcp = networkBody({ ...NETWORK, location: { provider: 'gcp', region: 'us-central1' } });
  await api(sandbox, 'POST', '/v1/networks', gcp);
  await sandbox.clock.advance(STEP_MS);
  expect(sandbox.world().aws.vpcs).toEqual([]);
});

test('the world shows AWS, without what has ended', async () => {
  const ec2 = ec2Of(sandbox);
  const vpcId = await newVpc(ec2);
  const { pcx } = await connected(vpcId);
  expect(sandbox.world().aws.vpcPeeringConnections).toMatchObject([
    { id: pcx, status: 'pending-acceptance', accepter: { vpcId } },
  ]);
  await ec2.rejectVpcPeeringConnection({ VpcPeeringConnectionId: pcx });
  expect(sandbox.world().aws.vpcPeeringConnections).toEqual([]);
  expect(sandbox.world().aws.prefixLists).toEqual([]);
  const world = JSON.stringify(sandbox.world());
  expect(world).not.toContain(sandbox.aws.account().credentials.secretAccessKey);
});

test('env leads a client to the default account', async () => {
  const { AWS_ENDPOINT_URL_EC2, AWS_ENDPOINT_URL_STS, AWS_ACCESS_KEY_ID } = sandbox.env;
  expect(AWS_ENDPOINT_URL_EC2).toBe(sandbox.endpoints.ec2);
  expect(AWS_ENDPOINT_URL_STS).toBe(sandbox.endpoints.sts);
  expect(AWS_ACCESS_KEY_ID).toBe(sandbox.aws.account().credentials.accessKeyId);
});

test('closing leaves no listener behind', async () => {
  const { ec2 } = sandbox.endpoints;
  await sandbox.close();
  await expect(fetch(ec2, { method: 'POST' })).rejects.toThrow();
});
