import { STS, STSServiceException } from '@aws-sdk/client-sts';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/index.js';
import { ec2Of, given, newVpc, OTHER, REGION, refusal, startAws } from './helpers/aws.js';

let sandbox: Sandbox;
let sts: STS;
beforeEach(async () => {
  sandbox = await startAws();
  sts = new STS({
    region: REGION,
    endpoint: sandbox.endpoints.sts,
    ...sandbox.aws.account(),
    maxAttempts: 1,
  });
});
afterEach(() => sandbox.close());

const role = (account: string, name = 'test') => `arn:aws:iam::${account}:role/${name}`;

test('the caller learns who it is', async () => {
  expect(await sts.getCallerIdentity({})).toMatchObject({
    Account: sandbox.aws.defaultAccountId,
    Arn: `arn:aws:iam::${sandbox.aws.defaultAccountId}:user/sandbox`,
    UserId: expect.stringMatching(/^AIDA/),
  });
});

test('a role leads into another account', async () => {
  const answer = await sts.assumeRole({ RoleArn: role(OTHER), RoleSessionName: 'me' });
  expect(answer.AssumedRoleUser).toEqual({
    Arn: `arn:aws:sts::${OTHER}:assumed-role/test/me`,
    AssumedRoleId: expect.stringMatching(/^AROA.*:me$/),
  });
  expect(answer.Credentials?.Expiration).toEqual(new Date(sandbox.clock.now() + 3_600_000));
});

test("the SDK's own role credentials work", async () => {
  const credentials = fromTemporaryCredentials({
    masterCredentials: sandbox.aws.account().credentials,
    params: { RoleArn: role(OTHER), RoleSessionName: 'me' },
    clientConfig: { region: REGION, endpoint: sandbox.endpoints.sts },
  });
  const ec2 = ec2Of(sandbox, OTHER, REGION, { credentials });
  const vpc = await newVpc(ec2);
  expect((await ec2.describeVpcs({})).Vpcs).toMatchObject([{ VpcId: vpc, OwnerId: OTHER }]);
});

test('a session needs its token, and ends', async () => {
  const { Credentials } = await sts.assumeRole({
    RoleArn: role(OTHER),
    RoleSessionName: 'me',
    DurationSeconds: 900,
  });
  const { AccessKeyId, SecretAccessKey, SessionToken } = given(Credentials);
  const keys = { accessKeyId: given(AccessKeyId), secretAccessKey: given(SecretAccessKey) };
  const call = (sessionToken?: string) =>
    ec2Of(sandbox, OTHER, REGION, {
      credentials: { ...keys, ...(sessionToken ? { sessionToken } : {}) },
    }).describeVpcs({});
  expect(await refusal(call())).toMatch(/^AuthFailure: /);
  await call(given(SessionToken));
  await sandbox.clock.advance(900_000);
  expect(await refusal(call(given(SessionToken)))).toBe('RequestExpired: Request has expired.');
});

test.each([
  ['a user', { RoleArn: `arn:aws:iam::${OTHER}:user/x`, RoleSessionName: 'me' }],
  ['a short name', { RoleArn: role(OTHER), RoleSessionName: 'm' }],
  ['a long session', { RoleArn: role(OTHER), RoleSessionName: 'me', DurationSeconds: 50_000 }],
])('%s is refused', async (_what, input) => {
  await expect(sts.assumeRole(input)).rejects.toMatchObject({ name: 'ValidationError', $fault: 'client' });
  await expect(sts.assumeRole(input)).rejects.toBeInstanceOf(STSServiceException);
});

test('a policy can keep a user from assuming a role', async () => {
  const Statement = [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: role('*', 'reader') }];
  sandbox.aws.policy(sandbox.aws.defaultAccountId, { Statement });
  await sts.assumeRole({ RoleArn: role(OTHER, 'reader'), RoleSessionName: 'me' });
  await expect(sts.assumeRole({ RoleArn: role(OTHER), RoleSessionName: 'me' })).rejects.toMatchObject({
    name: 'AccessDenied',
    $metadata: { httpStatusCode: 403 },
  });
  // No policy can forbid this one.
  await sts.getCallerIdentity({});
});

test('another action is unknown', async () => {
  await expect(sts.getSessionToken({})).rejects.toMatchObject({ name: 'InvalidAction' });
});
