import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/index.js';
import {
  ec2Of,
  given,
  mainTable,
  newVpc,
  peeringSeen,
  pendingRequest,
  refusal,
  startAws,
} from './helpers/aws.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startAws();
});
afterEach(() => sandbox.close());

const NOT_FOUND = /\.NotFound: /;

test('a new object is not found for a while', async () => {
  sandbox.aws.consistency({ notFoundMs: 500 });
  const ec2 = ec2Of(sandbox);
  const VpcId = await newVpc(ec2);
  expect(await refusal(ec2.describeVpcs({ VpcIds: [VpcId] }))).toMatch(NOT_FOUND);
  expect((await ec2.describeVpcs({})).Vpcs).toEqual([]);
  expect(await refusal(ec2.createSubnet({ VpcId, CidrBlock: '10.1.0.0/24' }))).toMatch(NOT_FOUND);
  await sandbox.clock.advance(500);
  await ec2.createSubnet({ VpcId, CidrBlock: '10.1.0.0/24' });
});

test('a new object is not found by the first requests', async () => {
  sandbox.aws.consistency({ notFoundCalls: 2 });
  const ec2 = ec2Of(sandbox);
  const VpcId = await newVpc(ec2);
  expect(await refusal(ec2.describeVpcs({ VpcIds: [VpcId] }))).toMatch(NOT_FOUND);
  expect((await ec2.describeVpcs({})).Vpcs).toEqual([]);
  expect((await ec2.describeVpcs({})).Vpcs).toHaveLength(1);
});

test('Describe may see what Accept does not find yet', async () => {
  sandbox.aws.consistency({ notFoundCalls: 2, actions: 'Accept*', after: 'created' });
  const { customer, pcx } = await pendingRequest(sandbox);
  expect(await peeringSeen(customer, pcx)).toBeDefined();
  const accept = () => customer.acceptVpcPeeringConnection({ VpcPeeringConnectionId: pcx });
  expect(await refusal(accept())).toMatch(NOT_FOUND);
  expect(await refusal(accept())).toMatch(NOT_FOUND);
  await accept();
});

test('after acceptance, CreateRoute may not find it', async () => {
  sandbox.aws.consistency({ notFoundCalls: 1, actions: 'CreateRoute', after: 'accepted' });
  const { customer, vpcId, pcx } = await pendingRequest(sandbox);
  await customer.acceptVpcPeeringConnection({ VpcPeeringConnectionId: pcx });
  await sandbox.clock.advance(1000);
  const route = {
    RouteTableId: (await mainTable(customer, vpcId)).RouteTableId,
    DestinationCidrBlock: '192.168.0.0/16',
    VpcPeeringConnectionId: pcx,
  };
  expect(await refusal(customer.createRoute(route))).toMatch(NOT_FOUND);
  await customer.createRoute(route);
});

test('the old status is shown for some calls', async () => {
  sandbox.aws.consistency({ staleStatusCalls: 2 });
  const { customer, pcx } = await pendingRequest(sandbox);
  const status = async () => given((await peeringSeen(customer, pcx))?.Status);
  // The change from initiating-request comes first.
  expect([await status(), await status()].map(({ Code }) => Code)).toEqual([
    'initiating-request',
    'initiating-request',
  ]);
  await customer.acceptVpcPeeringConnection({ VpcPeeringConnectionId: pcx });
  await sandbox.clock.advance(1000);
  expect([(await status()).Code, (await status()).Code, (await status()).Code]).toEqual([
    'provisioning',
    'provisioning',
    'active',
  ]);
});

test('the blocks of a request can be hidden until acceptance', async () => {
  sandbox.aws.consistency({ hideRequesterCidr: true });
  const { customer, pcx } = await pendingRequest(sandbox);
  expect((await peeringSeen(customer, pcx))?.RequesterVpcInfo).not.toHaveProperty('CidrBlock');
  await customer.acceptVpcPeeringConnection({ VpcPeeringConnectionId: pcx });
  expect((await peeringSeen(customer, pcx))?.RequesterVpcInfo).toHaveProperty('CidrBlock');
});

test('every so many requests one is throttled', async () => {
  sandbox.aws.consistency({ throttleEvery: 3 });
  const ec2 = ec2Of(sandbox);
  await ec2.describeVpcs({});
  await ec2.describeVpcs({});
  const error = await ec2.describeVpcs({}).catch((reason) => reason);
  expect(error).toMatchObject({ name: 'RequestLimitExceeded', $metadata: { httpStatusCode: 503 } });
  await ec2.describeVpcs({});
});

test.each([{ notFoundMs: -1 }, { throttleEvery: 'often' }, { lag: 1 }])('%j is no knob', (knobs) => {
  const set = () => sandbox.aws.consistency({ ...knobs } as object);
  expect(set).toThrow(expect.objectContaining({ code: 'invalid_option' }));
});
