import type { EC2 } from '@aws-sdk/client-ec2';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Fault, Sandbox } from '../../../src/sandbox/index.js';
import { ec2Of, newVpc, refusal, startAws } from './helpers/aws.js';

let sandbox: Sandbox;
let ec2: EC2;
beforeEach(async () => {
  sandbox = await startAws();
  ec2 = ec2Of(sandbox);
});
afterEach(() => sandbox.close());

const once = (fault: Fault, on = 'ec2.CreateVpc') => sandbox.faults.add({ on, times: 1, fault });
const vpcs = () => sandbox.world().aws.vpcs.length;

test('an answer that is lost took effect', async () => {
  once({ kind: 'answer-lost' });
  await expect(newVpc(ec2)).rejects.toThrow();
  expect(vpcs()).toBe(1);
});

test('a refused connection has none', async () => {
  once({ kind: 'refused' });
  await expect(newVpc(ec2)).rejects.toThrow();
  expect(vpcs()).toBe(0);
});

test('throttling is said in the words of EC2', async () => {
  once({ kind: 'rate-limit', retryAfterSeconds: 2 });
  const error = await ec2.createVpc({ CidrBlock: '10.0.0.0/16' }).catch((reason) => reason);
  expect(error).toMatchObject({
    name: 'RequestLimitExceeded',
    message: 'Request limit exceeded.',
    $metadata: { httpStatusCode: 503 },
  });
  expect(vpcs()).toBe(0);
});

test.each([
  [2, '2'],
  [undefined, null],
])('throttling with Retry-After %s', async (retryAfterSeconds, header) => {
  once({ kind: 'rate-limit', ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) }, 'POST /');
  const answer = await fetch(sandbox.endpoints.ec2, { method: 'POST' });
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, header]);
});

test.each([
  [500, 'InternalError'],
  [503, 'Unavailable'],
])('a bare %i is an error in XML: %s', async (status, code) => {
  once({ kind: 'status', status });
  expect(await refusal(newVpc(ec2))).toMatch(new RegExp(`^${code}: `));
  expect(vpcs()).toBe(0);
  once({ kind: 'status', status, effect: true });
  expect(await refusal(newVpc(ec2))).toMatch(new RegExp(`^${code}: `));
  expect(vpcs()).toBe(1);
});

test('the SDK retries what it takes for passing', async () => {
  const patient = ec2Of(sandbox, undefined, 'us-east-1', { maxAttempts: 3 });
  sandbox.faults.add({ on: 'ec2.DescribeVpcs', times: 2, fault: { kind: 'status', status: 500 } });
  const { $metadata } = await patient.describeVpcs({});
  expect($metadata.attempts).toBe(3);
});

test('a web page instead of XML is an error without a code', async () => {
  once({ kind: 'malformed', how: 'not-json' });
  await expect(newVpc(ec2)).rejects.toThrow();
});

test('an element can be missing', async () => {
  once({ kind: 'malformed', how: 'missing-field', field: 'vpcId' });
  const { Vpc } = await ec2.createVpc({ CidrBlock: '10.0.0.0/16' });
  expect(Vpc).toMatchObject({ CidrBlock: '10.0.0.0/16' });
  expect(Vpc).not.toHaveProperty('VpcId');
});

test('a status can be one that nobody knows', async () => {
  await newVpc(ec2);
  once({ kind: 'unknown-status', status: 'thinking' }, 'ec2.DescribeVpcs');
  expect((await ec2.describeVpcs({})).Vpcs).toMatchObject([{ State: 'thinking' }]);
});

test('what was made can stay unseen', async () => {
  once({ kind: 'not-visible', ms: 500 });
  const VpcId = await newVpc(ec2);
  expect(await refusal(ec2.describeVpcs({ VpcIds: [VpcId] }))).toMatch(/NotFound/);
  await sandbox.clock.advance(500);
  await ec2.describeVpcs({ VpcIds: [VpcId] });
});

test("taking AWS's port down leaves Dragonfly's", async () => {
  once({ kind: 'listener-down', ms: 200 });
  await expect(newVpc(ec2)).rejects.toThrow();
  expect((await fetch(`${sandbox.url}/v1/networks`)).status).toBe(401);
  await expect
    .poll(
      () =>
        newVpc(ec2).then(
          () => 'up',
          () => 'down',
        ),
      { timeout: 5000 },
    )
    .toBe('up');
});

test('faults are put on actions that exist', () => {
  expect(() => once({ kind: 'refused' }, 'ec2.StartTheDay')).toThrow(/would never happen/);
  sandbox.faults.add({ on: 'sts.*', fault: { kind: 'refused' } });
});
