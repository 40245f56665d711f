import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/index.js';
import { call, DONE_MS, fieldsOf, networkSeen, newNetwork, refusalOf, startGcp } from './helpers/gcp.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startGcp();
});
afterEach(() => sandbox.close());

const NETWORKS = 'projects/customer-project/global/networks';
const OPERATIONS = 'projects/customer-project/global/operations';
const body = { name: 'app', autoCreateSubnetworks: false };
const insert = (query = '') => call(sandbox, 'POST', `${NETWORKS}${query}`, { body });
const seen = (name: unknown) => call(sandbox, 'GET', `${OPERATIONS}/${String(name)}`);

test('an operation runs, and is done', async () => {
  const { status, body: started } = await insert();
  expect(status).toBe(200);
  expect(started).toEqual({
    kind: 'compute#operation',
    id: expect.stringMatching(/^\d{19}$/),
    name: expect.stringMatching(/^operation-\d{13}-[0-9a-f]{13}-[0-9a-f]{8}-[0-9a-f]{8}$/),
    operationType: 'insert',
    targetLink: `https://www.googleapis.com/compute/v1/${NETWORKS}/app`,
    targetId: expect.stringMatching(/^\d{19}$/),
    status: 'RUNNING',
    progress: 0,
    user: 'dfcloud-sandbox@customer-project.iam.gserviceaccount.com',
    insertTime: expect.stringMatching(/-08:00$/),
    startTime: expect.stringMatching(/-08:00$/),
    selfLink: `https://www.googleapis.com/compute/v1/${OPERATIONS}/${started.name}`,
  });
  await sandbox.clock.advance(49);
  expect((await seen(started.name)).body).toEqual(started);
  await sandbox.clock.advance(1);
  expect((await seen(started.name)).body).toEqual({
    ...started,
    status: 'DONE',
    progress: 100,
    endTime: expect.stringMatching(/-08:00$/),
  });
});

test('what an operation makes is seen when it is done', async () => {
  await insert();
  expect(refusalOf(await call(sandbox, 'GET', `${NETWORKS}/app`))).toBe(
    `404 notFound: The resource '${NETWORKS}/app' was not found`,
  );
  expect(refusalOf(await insert())).toBe(`409 alreadyExists: The resource '${NETWORKS}/app' already exists`);
  await sandbox.clock.advance(DONE_MS);
  expect((await networkSeen(sandbox, `${NETWORKS}/app`)).name).toBe('app');
});

test('an operation is found by its number as well', async () => {
  const { body: started } = await insert();
  expect((await seen(started.id)).body).toEqual(started);
});

test('an operation may be pending at first', async () => {
  sandbox.gcp.consistency({ pendingMs: 30 });
  const { body: started } = await insert();
  expect(started).toMatchObject({ status: 'PENDING' });
  expect(started).not.toHaveProperty('startTime');
  await sandbox.clock.advance(30);
  expect((await seen(started.name)).body.status).toBe('RUNNING');
  await sandbox.clock.advance(50);
  expect((await seen(started.name)).body.status).toBe('DONE');
});

test('operations are listed', async () => {
  await newNetwork(sandbox, 'customer-project', 'app');
  await newNetwork(sandbox, 'other-project', 'app');
  const { body: list } = await call(
    sandbox,
    'GET',
    `${OPERATIONS}?filter=${encodeURIComponent('status=DONE')}`,
  );
  expect(list).toMatchObject({ kind: 'compute#operationList', items: [{ operationType: 'insert' }] });
});

describe('waiting', () => {
  const wait = (name: unknown) => call(sandbox, 'POST', `${OPERATIONS}/${String(name)}/wait`);
  /** Comes back when the double has so many requests. */
  const received = (count: number) => expect.poll(() => sandbox.requests().length).toBe(count);

  test('answers when the operation is done', async () => {
    const { body: started } = await insert();
    const waits = [wait(started.name), wait(started.name)];
    await received(3);
    await sandbox.clock.advance(50);
    for (const answer of waits) expect((await answer).body).toMatchObject({ status: 'DONE' });
  });

  test('answers at once what is done already', async () => {
    const { body: started } = await insert();
    await sandbox.clock.advance(DONE_MS);
    const { body: answer } = await call(sandbox, 'POST', `${OPERATIONS}/${String(started.name)}/wait`, {
      body: '',
    });
    expect(answer.status).toBe('DONE');
  });

  test('gives up after two minutes', async () => {
    sandbox.faults.add({ on: 'compute.networks.insert', fault: { kind: 'stuck-pending' } });
    const { body: started } = await insert();
    const answer = wait(started.name);
    await received(2);
    await sandbox.clock.advance(120_000);
    expect((await answer).body).toMatchObject({ status: 'RUNNING' });
  });

  test('may answer at once under load', async () => {
    sandbox.gcp.consistency({ impatientWait: true });
    const { body: started } = await insert();
    expect((await wait(started.name)).body.status).toBe('RUNNING');
  });

  test('does not keep the sandbox open', async () => {
    sandbox.faults.add({ on: 'compute.networks.insert', fault: { kind: 'stuck-pending' } });
    const { body: started } = await insert();
    const answer = wait(started.name).catch(() => 'cut off');
    await received(2);
    await sandbox.close();
    await answer;
  });
});

describe('failing', () => {
  test('is told in the operation, with HTTP 200', async () => {
    await newNetwork(sandbox, 'customer-project', 'app');
    const rule = { name: 'rule', network: `${NETWORKS}/app`, allowed: [{ IPProtocol: 'tcp' }] };
    await call(sandbox, 'POST', 'projects/customer-project/global/firewalls', { body: rule });
    await sandbox.clock.advance(DONE_MS);
    const { body: started } = await call(sandbox, 'DELETE', `${NETWORKS}/app`);
    await sandbox.clock.advance(DONE_MS);
    const { status, body: operation } = await seen(started.name);
    expect(status).toBe(200);
    expect(operation).toMatchObject({
      status: 'DONE',
      progress: 100,
      httpErrorStatusCode: 400,
      httpErrorMessage: 'BAD REQUEST',
      error: {
        errors: [
          {
            code: 'RESOURCE_IN_USE_BY_ANOTHER_RESOURCE',
            message:
              `The network resource '${NETWORKS}/app' is already being used by ` +
              "'projects/customer-project/global/firewalls/rule'",
          },
        ],
      },
    });
    expect((await networkSeen(sandbox, `${NETWORKS}/app`)).name).toBe('app');
  });

  test('leaves nothing behind', async () => {
    const fault = { kind: 'fails', statusDetail: 'no luck' } as const;
    sandbox.faults.add({ on: 'compute.networks.insert', times: 1, fault });
    const { body: started } = await insert();
    await sandbox.clock.advance(DONE_MS);
    const { errors } = fieldsOf((await seen(started.name)).body.error);
    expect(errors).toEqual([{ code: 'BAD_REQUEST', message: 'no luck' }]);
    expect((await insert()).status).toBe(200);
  });
});

describe('a request id', () => {
  test('seen before starts nothing', async () => {
    const id = randomUUID();
    const { body: first } = await insert(`?requestId=${id}`);
    expect(first.clientOperationId).toBe(id);
    expect((await insert(`?requestId=${id}`)).body).toEqual(first);
    await sandbox.clock.advance(DONE_MS);
    expect((await insert(`?requestId=${id}`)).body).toMatchObject({ name: first.name, status: 'DONE' });
    expect(refusalOf(await insert(`?requestId=${randomUUID()}`))).toMatch(/^409/);
  });

  test('makes apply, destroy, apply do nothing within the hour', async () => {
    const id = randomUUID();
    await insert(`?requestId=${id}`);
    await sandbox.clock.advance(DONE_MS);
    await call(sandbox, 'DELETE', `${NETWORKS}/app`);
    await sandbox.clock.advance(DONE_MS);
    expect((await insert(`?requestId=${id}`)).body.status).toBe('DONE');
    expect((await call(sandbox, 'GET', `${NETWORKS}/app`)).status).toBe(404);
    await sandbox.clock.advance(3_600_000);
    expect((await insert(`?requestId=${id}`)).body.status).toBe('RUNNING');
  });

  test('belongs to one method of one resource', async () => {
    const id = randomUUID();
    await insert(`?requestId=${id}`);
    await sandbox.clock.advance(DONE_MS);
    const { body: deleted } = await call(sandbox, 'DELETE', `${NETWORKS}/app?requestId=${id}`);
    expect(deleted).toMatchObject({ operationType: 'delete', status: 'RUNNING' });
  });

  test.each(['7', 'not-a-uuid', '00000000-0000-0000-0000-000000000000', ''])('%j is refused', async (id) => {
    expect(refusalOf(await insert(`?requestId=${id}`))).toMatch(
      /^400 invalid: Invalid value for field 'requestId': '.*'\. Must be a valid UUID/,
    );
  });

  test('is noted in the log', async () => {
    const id = randomUUID();
    await insert(`?requestId=${id}`);
    expect(sandbox.requests()).toMatchObject([
      { operation: 'compute.networks.insert', note: { requestId: id } },
    ]);
  });
});

test('an old operation is forgotten', async () => {
  sandbox.gcp.consistency({ operationsKeptMs: 60_000 });
  const { body: started } = await insert();
  await sandbox.clock.advance(50 + 60_000);
  expect(refusalOf(await seen(started.name))).toMatch(/^404 notFound/);
});

test('too many at a time are refused', async () => {
  sandbox.gcp.limits('customer-project', { operations: 1 });
  await insert();
  const refused = await call(sandbox, 'POST', NETWORKS, { body: { ...body, name: 'second' } });
  expect(refusalOf(refused)).toMatch(/^403 rateLimitExceeded/);
  expect(JSON.stringify(refused.body)).toContain('CONCURRENT_OPERATIONS_QUOTA_EXCEEDED');
});
