import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/index.js';
import {
  activePeering,
  ec2Of,
  given,
  newVpc,
  OTHER,
  peeringSeen,
  pendingRequest,
  REGION,
  refusal,
  startAws,
} from './helpers/aws.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startAws();
});
afterEach(() => sandbox.close());

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

test('a request begins as initiating, unseen by the accepter', async () => {
  const customer = ec2Of(sandbox);
  const other = ec2Of(sandbox, OTHER);
  const vpcId = await newVpc(customer);
  const otherVpcId = await newVpc(other, '192.168.0.0/16');
  const { VpcPeeringConnection } = await other.createVpcPeeringConnection({
    VpcId: otherVpcId,
    PeerVpcId: vpcId,
    PeerOwnerId: sandbox.aws.defaultAccountId,
  });
  expect(VpcPeeringConnection).toMatchObject({
    Status: { Code: 'initiating-request', Message: `Initiating Request to ${sandbox.aws.defaultAccountId}` },
    RequesterVpcInfo: {
      CidrBlock: '192.168.0.0/16',
      PeeringOptions: { AllowDnsResolutionFromRemoteVpc: false },
    },
    ExpirationTime: new Date(sandbox.clock.now() + 7 * DAY_MS),
  });
  // As in the recorded answer: of the accepter, no more than who and where it is.
  expect(VpcPeeringConnection?.AccepterVpcInfo).toEqual({
    OwnerId: sandbox.aws.defaultAccountId,
    VpcId: vpcId,
    Region: REGION,
  });
  expect((await customer.describeVpcPeeringConnections({})).VpcPeeringConnections).toEqual([]);
});

test('a pending request shows the requester, not the accepter', async () => {
  const { customer, pcx } = await pendingRequest(sandbox);
  const seen = await peeringSeen(customer, pcx);
  expect(seen?.Status).toEqual({
    Code: 'pending-acceptance',
    Message: `Pending Acceptance by ${sandbox.aws.defaultAccountId}`,
  });
  expect(seen?.RequesterVpcInfo).toMatchObject({
    OwnerId: OTHER,
    CidrBlock: '192.168.0.0/16',
    Region: REGION,
  });
  expect(seen?.AccepterVpcInfo).not.toHaveProperty('CidrBlock');
});

test('accepting answers provisioning, then becomes active', async () => {
  const { customer, other, pcx } = await pendingRequest(sandbox);
  const { VpcPeeringConnection } = await customer.acceptVpcPeeringConnection({ VpcPeeringConnectionId: pcx });
  expect(VpcPeeringConnection).toMatchObject({
    Status: { Code: 'provisioning', Message: 'Provisioning' },
    AccepterVpcInfo: { CidrBlock: '10.1.0.0/16', CidrBlockSet: [{ CidrBlock: '10.1.0.0/16' }] },
  });
  expect(VpcPeeringConnection).not.toHaveProperty('ExpirationTime');

  await sandbox.clock.advance(1000);
  const own = given(await peeringSeen(customer, pcx));
  expect(own.Status).toEqual({ Code: 'active', Message: 'Active' });
  // Recorded across accounts: the other side's options are not shown.
  expect(own.AccepterVpcInfo).toHaveProperty('PeeringOptions');
  expect(own.RequesterVpcInfo).not.toHaveProperty('PeeringOptions');
  expect((await peeringSeen(other, pcx))?.AccepterVpcInfo).toMatchObject({ CidrBlock: '10.1.0.0/16' });
});

test('only the accepter accepts, and only once', async () => {
  const { customer, other, pcx } = await pendingRequest(sandbox);
  const accept = { VpcPeeringConnectionId: pcx };
  expect(await refusal(other.acceptVpcPeeringConnection(accept))).toBe(
    `OperationNotPermitted: User (${OTHER}) cannot accept peering ${pcx}`,
  );
  expect(await refusal(ec2Of(sandbox, '123412341234').acceptVpcPeeringConnection(accept))).toBe(
    `InvalidVpcPeeringConnectionID.NotFound: The vpcPeeringConnection ID '${pcx}' does not exist`,
  );
  await customer.acceptVpcPeeringConnection(accept);
  await sandbox.clock.advance(1000);
  expect(await refusal(customer.acceptVpcPeeringConnection(accept))).toBe(
    `InvalidStateTransition: Invalid state transition for ${pcx}, attempted to transition from active to active`,
  );
});

test('across regions, each side sees it in its own', async () => {
  const { customer, other, pcx } = await pendingRequest(sandbox, 'eu-west-1');
  expect(await peeringSeen(ec2Of(sandbox), pcx)).toBeUndefined();
  expect(await peeringSeen(customer, pcx)).toMatchObject({
    RequesterVpcInfo: { Region: REGION },
    AccepterVpcInfo: { Region: 'eu-west-1' },
  });
  expect(await peeringSeen(other, pcx)).toBeDefined();
});

test('in one account, the wrong region may not accept', async () => {
  const here = ec2Of(sandbox);
  const there = ec2Of(sandbox, undefined, 'eu-west-1');
  const { VpcPeeringConnection } = await here.createVpcPeeringConnection({
    VpcId: await newVpc(here),
    PeerVpcId: await newVpc(there, '10.2.0.0/16'),
    PeerRegion: 'eu-west-1',
  });
  await sandbox.clock.advance(1000);
  const pcx = given(VpcPeeringConnection?.VpcPeeringConnectionId);
  expect(await refusal(here.acceptVpcPeeringConnection({ VpcPeeringConnectionId: pcx }))).toBe(
    `OperationNotPermitted: Incorrect region (us-east-1) specified for this request. VPC peering connection ${pcx} must be accepted in region eu-west-1`,
  );
  await there.acceptVpcPeeringConnection({ VpcPeeringConnectionId: pcx });
});

test.each([
  ['overlaps', '192.168.128.0/17'],
  ['is the same', '192.168.0.0/16'],
])('a request fails when the CIDR %s', async (_how, block) => {
  const customer = ec2Of(sandbox);
  const other = ec2Of(sandbox, OTHER);
  const { VpcPeeringConnection } = await other.createVpcPeeringConnection({
    VpcId: await newVpc(other, '192.168.0.0/16'),
    PeerVpcId: await newVpc(customer, block),
    PeerOwnerId: sandbox.aws.defaultAccountId,
  });
  await sandbox.clock.advance(1000);
  const pcx = given(VpcPeeringConnection?.VpcPeeringConnectionId);
  expect((await peeringSeen(other, pcx))?.Status).toEqual({
    Code: 'failed',
    Message: 'Failed due to incorrect VPC-ID, Account ID, or overlapping CIDR range',
  });
  expect(await peeringSeen(customer, pcx)).toBeUndefined();
  await sandbox.clock.advance(2 * HOUR_MS);
  expect(await peeringSeen(other, pcx)).toBeUndefined();
});

test('a request to a VPC that does not exist fails', async () => {
  const other = ec2Of(sandbox, OTHER);
  ec2Of(sandbox);
  const { VpcPeeringConnection } = await other.createVpcPeeringConnection({
    VpcId: await newVpc(other),
    PeerVpcId: 'vpc-0123456789abcdef0',
    PeerOwnerId: sandbox.aws.defaultAccountId,
  });
  await sandbox.clock.advance(1000);
  const seen = await peeringSeen(other, given(VpcPeeringConnection?.VpcPeeringConnectionId));
  expect(seen?.Status?.Code).toBe('failed');
});

test('a request expires after seven days', async () => {
  const { customer, other, pcx } = await pendingRequest(sandbox);
  await sandbox.clock.advance(7 * DAY_MS);
  expect((await peeringSeen(customer, pcx))?.Status?.Code).toBe('expired');
  expect(await refusal(customer.acceptVpcPeeringConnection({ VpcPeeringConnectionId: pcx }))).toMatch(
    /^InvalidStateTransition: .* from expired to active$/,
  );
  await sandbox.clock.advance(2 * DAY_MS - 2000);
  for (const client of [customer, other]) expect(await peeringSeen(client, pcx)).toBeDefined();
  await sandbox.clock.advance(2000);
  for (const client of [customer, other]) expect(await peeringSeen(client, pcx)).toBeUndefined();
});

test('a rejected one ages out earlier for the accepter', async () => {
  const { customer, other, pcx } = await pendingRequest(sandbox);
  await customer.rejectVpcPeeringConnection({ VpcPeeringConnectionId: pcx });
  expect((await peeringSeen(customer, pcx))?.Status?.Code).toBe('rejected');
  await sandbox.clock.advance(2 * HOUR_MS);
  expect(await peeringSeen(customer, pcx)).toBeUndefined();
  expect(await peeringSeen(other, pcx)).toBeDefined();
  await sandbox.clock.advance(2 * DAY_MS);
  expect(await peeringSeen(other, pcx)).toBeUndefined();
});

test('a deleted one ages out earlier for who deleted it', async () => {
  const { customer, other, pcx } = await activePeering(sandbox);
  expect(await customer.deleteVpcPeeringConnection({ VpcPeeringConnectionId: pcx })).toMatchObject({
    Return: true,
  });
  expect((await peeringSeen(other, pcx))?.Status).toEqual({
    Code: 'deleted',
    Message: `Deleted by ${sandbox.aws.defaultAccountId}`,
  });
  await sandbox.clock.advance(2 * HOUR_MS);
  expect(await peeringSeen(customer, pcx)).toBeUndefined();
  expect(await refusal(customer.describeVpcPeeringConnections({ VpcPeeringConnectionIds: [pcx] }))).toBe(
    `InvalidVpcPeeringConnectionID.NotFound: The vpcPeeringConnection ID '${pcx}' does not exist`,
  );
  expect(await peeringSeen(other, pcx)).toBeDefined();
});

test('across regions, deleting takes a moment', async () => {
  const { customer, other, pcx } = await pendingRequest(sandbox, 'eu-west-1');
  await customer.acceptVpcPeeringConnection({ VpcPeeringConnectionId: pcx });
  await sandbox.clock.advance(1000);
  await other.deleteVpcPeeringConnection({ VpcPeeringConnectionId: pcx });
  expect((await peeringSeen(customer, pcx))?.Status?.Code).toBe('deleting');
  expect(await refusal(customer.deleteVpcPeeringConnection({ VpcPeeringConnectionId: pcx }))).toMatch(
    /from deleting to deleting$/,
  );
  await sandbox.clock.advance(1000);
  expect((await peeringSeen(customer, pcx))?.Status?.Code).toBe('deleted');
});

test('a pending request is deleted by its requester only', async () => {
  const { customer, other, pcx } = await pendingRequest(sandbox);
  const which = { VpcPeeringConnectionId: pcx };
  expect(await refusal(customer.deleteVpcPeeringConnection(which))).toMatch(/^OperationNotPermitted: /);
  await other.deleteVpcPeeringConnection(which);
  expect(await refusal(other.deleteVpcPeeringConnection(which))).toBe(
    `InvalidStateTransition: Invalid state transition for ${pcx}, attempted to transition from deleted to deleting`,
  );
});

test('asking again for one pair gives the same peering', async () => {
  const { other, vpcId, otherVpcId, pcx } = await activePeering(sandbox);
  const again = await other.createVpcPeeringConnection({
    VpcId: otherVpcId,
    PeerVpcId: vpcId,
    PeerOwnerId: sandbox.aws.defaultAccountId,
  });
  expect(again.VpcPeeringConnection).toMatchObject({
    VpcPeeringConnectionId: pcx,
    Status: { Code: 'active' },
  });
});

test('the pair turned around cannot be accepted twice', async () => {
  const { customer, other, vpcId, otherVpcId } = await activePeering(sandbox);
  const { VpcPeeringConnection } = await customer.createVpcPeeringConnection({
    VpcId: vpcId,
    PeerVpcId: otherVpcId,
    PeerOwnerId: OTHER,
  });
  await sandbox.clock.advance(1000);
  const second = given(VpcPeeringConnection?.VpcPeeringConnectionId);
  expect(await refusal(other.acceptVpcPeeringConnection({ VpcPeeringConnectionId: second }))).toBe(
    `VpcPeeringConnectionAlreadyExists: The vpc peering connection identified by ${second} already exists.`,
  );
});

test('after the end, the same pair can be asked for anew', async () => {
  const { customer, other, vpcId, otherVpcId, pcx } = await activePeering(sandbox);
  await customer.deleteVpcPeeringConnection({ VpcPeeringConnectionId: pcx });
  const { VpcPeeringConnection } = await other.createVpcPeeringConnection({
    VpcId: otherVpcId,
    PeerVpcId: vpcId,
    PeerOwnerId: sandbox.aws.defaultAccountId,
  });
  await sandbox.clock.advance(1000);
  expect(VpcPeeringConnection?.VpcPeeringConnectionId).not.toBe(pcx);
  const { VpcPeeringConnections } = await customer.describeVpcPeeringConnections({});
  expect(VpcPeeringConnections?.map(({ Status }) => Status?.Code)).toEqual(['deleted', 'pending-acceptance']);
});

test('each side tags for itself', async () => {
  const { customer, other, pcx } = await pendingRequest(sandbox);
  await customer.createTags({ Resources: [pcx], Tags: [{ Key: 'owner', Value: 'customer' }] });
  await other.createTags({ Resources: [pcx], Tags: [{ Key: 'owner', Value: 'other' }] });
  expect((await peeringSeen(customer, pcx))?.Tags).toEqual([{ Key: 'owner', Value: 'customer' }]);
  expect((await peeringSeen(other, pcx))?.Tags).toEqual([{ Key: 'owner', Value: 'other' }]);
  expect((await customer.describeTags({ Filters: [{ Name: 'value', Values: ['customer'] }] })).Tags).toEqual([
    { Key: 'owner', ResourceId: pcx, ResourceType: 'vpc-peering-connection', Value: 'customer' },
  ]);
});

test('options: each owner its own, once active, with DNS names', async () => {
  const { customer, vpcId, pcx } = await pendingRequest(sandbox);
  const on = { AllowDnsResolutionFromRemoteVpc: true };
  const own = { VpcPeeringConnectionId: pcx, AccepterPeeringConnectionOptions: on };
  expect(await refusal(customer.modifyVpcPeeringConnectionOptions(own))).toBe(
    `OperationNotPermitted: Peering ${pcx} is not active. Peering options can be added only to active peerings.`,
  );
  await customer.acceptVpcPeeringConnection({ VpcPeeringConnectionId: pcx });
  await sandbox.clock.advance(1000);
  expect(await refusal(customer.modifyVpcPeeringConnectionOptions(own))).toMatch(
    /^InvalidVpcPeeringConnectionState.DnsHostnamesDisabled: /,
  );
  await customer.modifyVpcAttribute({ VpcId: vpcId, EnableDnsHostnames: { Value: true } });
  const theirs = { VpcPeeringConnectionId: pcx, RequesterPeeringConnectionOptions: on };
  expect(await refusal(customer.modifyVpcPeeringConnectionOptions(theirs))).toMatch(
    /^OperationNotPermitted: /,
  );
  expect(await customer.modifyVpcPeeringConnectionOptions(own)).toMatchObject({
    AccepterPeeringConnectionOptions: on,
  });
  expect((await peeringSeen(customer, pcx))?.AccepterVpcInfo?.PeeringOptions).toMatchObject(on);
});

test('filters know the fields of both sides', async () => {
  const { customer, vpcId, otherVpcId, pcx } = await pendingRequest(sandbox);
  const found = async (Name: string, value: string) => {
    const answer = await customer.describeVpcPeeringConnections({ Filters: [{ Name, Values: [value] }] });
    return answer.VpcPeeringConnections?.map(({ VpcPeeringConnectionId }) => VpcPeeringConnectionId);
  };
  expect(await found('status-code', 'pending-*')).toEqual([pcx]);
  expect(await found('status-code', 'active')).toEqual([]);
  expect(await found('requester-vpc-info.owner-id', OTHER)).toEqual([pcx]);
  expect(await found('requester-vpc-info.vpc-id', otherVpcId)).toEqual([pcx]);
  expect(await found('requester-vpc-info.cidr-block', '192.168.0.0/16')).toEqual([pcx]);
  expect(await found('accepter-vpc-info.vpc-id', vpcId)).toEqual([pcx]);
  // Hidden until it is accepted, from filters too.
  expect(await found('accepter-vpc-info.cidr-block', '10.1.0.0/16')).toEqual([]);
});

test('a malformed id is told from an unknown one', async () => {
  const customer = ec2Of(sandbox);
  const about = (id: string) =>
    refusal(customer.describeVpcPeeringConnections({ VpcPeeringConnectionIds: [id] }));
  expect(await about('pcx-1')).toBe('InvalidVpcPeeringConnectionId.Malformed: Invalid id: "pcx-1"');
  expect(await about('pcx-12345678')).toMatch(/^InvalidVpcPeeringConnectionID\.NotFound/);
});
