import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/index.js';
import { ec2Of, newVpc, refusal, startAws } from './helpers/aws.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startAws();
});
afterEach(() => sandbox.close());

async function post(path: string, body: object): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${sandbox.url}/_sandbox/aws/${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.json() };
}

test('policies, limits and knobs are set over HTTP', async () => {
  const ec2 = ec2Of(sandbox);
  const owner = sandbox.aws.defaultAccountId;
  const Statement = [{ Effect: 'Allow', Action: 'ec2:Describe*', Resource: '*' }];
  expect((await post('policies', { owner, document: { Statement } })).status).toBe(200);
  expect(await refusal(newVpc(ec2))).toMatch(/^UnauthorizedOperation/);
  expect((await post('policies', { owner, document: null })).status).toBe(200);
  expect((await post('limits', { accountId: owner, vpcs: 0 })).status).toBe(200);
  expect(await refusal(newVpc(ec2))).toMatch(/^VpcLimitExceeded/);
  expect((await post('consistency', { throttleEvery: 1 })).status).toBe(200);
  expect(await refusal(newVpc(ec2))).toMatch(/^RequestLimitExceeded/);
});

test('an account can be made known, without showing its keys', async () => {
  expect(await post('accounts', { id: '123412341234' })).toEqual({
    status: 200,
    body: { id: '123412341234' },
  });
  expect(await post('accounts', {})).toEqual({ status: 200, body: { id: sandbox.aws.defaultAccountId } });
});

test.each([
  ['policies', { owner: 'me', document: null }, 400],
  ['policies', { owner: '111122223333' }, 400],
  ['accounts', { id: 'me' }, 400],
  ['limits', { accountId: '111122223333', vpcs: 'many' }, 400],
  ['consistency', { lag: 1 }, 400],
  ['propagated-routes', { routeTableId: 'rtb-12345678', destinationCidrBlock: '10.0.0.0/8' }, 404],
])('POST %s %j: %i', async (path, body, status) => {
  const answer = await post(path, body);
  expect(answer.status).toBe(status);
  expect(answer.body).toMatchObject({ error: expect.any(String), fix: expect.any(String) });
});
