import { describe, expect, test } from 'vitest';
import * as errors from '../../src/errors/index.js';
import type { ClientEvent } from '../../src/index.js';
import { scriptedClient } from '../helpers/client.js';
import { rejection } from '../helpers/errors.js';
import { sandboxClient, sandboxWithNetwork } from '../helpers/sandbox.js';
import { wireNetwork } from '../helpers/wire.js';

const input = {
  name: 'orders',
  location: { provider: 'aws', region: 'us-east-1' },
  cidrBlock: '127.77.0.0/16',
} as const;

test('a network lives from create to delete', async () => {
  const { df } = await sandboxClient();
  const created = await df.networks.create(input);
  expect(created).toMatchObject({ ...input, status: 'pending' });
  expect(created).not.toHaveProperty('vpc');

  const active = await df.networks.waitUntilActive(created.id);
  expect(active).toMatchObject({ status: 'active', vpc: { accountId: expect.any(String) } });
  expect(await df.networks.get(created.id)).toEqual(active);
  expect(await df.networks.update(created.id, { name: 'renamed' })).toMatchObject({ name: 'renamed' });
  expect(await df.networks.list()).toHaveLength(1);

  await df.networks.delete(created.id);
  await df.networks.waitUntilDeleted(created.id);
  expect(await df.networks.list()).toEqual([]);
  await rejection(df.networks.get(created.id), errors.NotFoundError);
});

test('list filters by name and status', async () => {
  const items = [
    wireNetwork({ network_id: 'a', name: 'one', status: 'active' }),
    wireNetwork({ network_id: 'b', name: 'two', status: 'active' }),
    wireNetwork({ network_id: 'c', name: 'one', status: 'failed' }),
  ];
  const { client, calls } = await scriptedClient([{ json: items }]);
  const ids = async (filter?: object) => (await client.networks.list(filter)).map(({ id }) => id);
  expect(await ids()).toEqual(['a', 'b', 'c']);
  expect(await ids({ name: 'one' })).toEqual(['a', 'c']);
  expect(await ids({ name: 'one', status: 'active' })).toEqual(['a']);
  expect(await ids({ name: undefined, status: 'nowhere' })).toEqual([]);
  expect(new Set(calls())).toEqual(new Set(['GET /v1/networks']));
});

test('bad input never leaves', async () => {
  const { client, server } = await scriptedClient([{ json: {} }]);
  for (const cidrBlock of ['10.0.0.1/16', '10.0.0.0/25', '169.254.0.0/16', 'fd00::/48', '10.0.0.0']) {
    const error = await rejection(client.networks.create({ ...input, cidrBlock }), errors.InvalidInputError);
    expect(error.field).toBe('cidrBlock');
    expect(error.message).toContain(`cidrBlock is "${cidrBlock}"`);
  }
  await rejection(client.networks.update('net-1', { name: '' }), errors.InvalidInputError);
  expect(server.requests).toHaveLength(0);
});

test('host bits are refused, and the right block shown', async () => {
  const { client } = await scriptedClient([]);
  const call = client.networks.create({ ...input, cidrBlock: '192.168.7.1/16' });
  const error = await rejection(call, errors.InvalidInputError);
  expect(error.fix).toBe('Pass for example cidrBlock: "192.168.0.0/16".');
});

describe('a block outside RFC 1918', () => {
  const create = async (cidrBlock: string) => {
    const events: ClientEvent[] = [];
    const { client } = await scriptedClient([{ json: wireNetwork() }], {
      onEvent: (event) => events.push(event),
    });
    await client.networks.create({ ...input, cidrBlock });
    return events.filter(({ type }) => type === 'warning');
  };

  test.each(['8.8.0.0/16', '100.64.0.0/16', '172.32.0.0/16', '192.169.0.0/16'])(
    '%s raises a warning',
    async (cidr) => {
      expect(await create(cidr)).toEqual([
        { type: 'warning', code: 'cidr_not_private', message: expect.stringContaining(cidr) },
      ]);
    },
  );

  test.each(['10.9.0.0/16', '172.31.0.0/16', '192.168.5.0/24', '127.5.0.0/16'])(
    '%s raises none',
    async (cidr) => {
      expect(await create(cidr)).toEqual([]);
    },
  );
});

test('127.0.0.0/8 is refused unless the API is local', async () => {
  const { client } = await scriptedClient([], {
    baseUrl: 'https://dragonfly.invalid',
    fetch: async () => Response.json(wireNetwork()),
  });
  await rejection(client.networks.create(input), errors.InvalidInputError);
});

test("the API's refusal comes in its own words", async () => {
  const { df } = await sandboxWithNetwork({ quotas: { networks: 1 } });
  const error = await rejection(df.networks.create({ ...input, name: 'second' }), errors.ConflictError);
  expect(error.message).toContain('quota exceeded');
});

test('a create whose answer is empty finds what it made', async () => {
  const { sandbox, df } = await sandboxClient();
  sandbox.faults.add({ on: 'networks.create', times: 1, fault: { kind: 'no-content' } });
  expect((await df.networks.create(input)).id).toBe((await df.networks.list())[0]?.id);
});

test('an empty answer that names nothing is told', async () => {
  const { client } = await scriptedClient([{ status: 201 }, { json: [] }]);
  const error = await rejection(client.networks.create(input), errors.ResponseError);
  expect(error.request).toMatchObject({ method: 'POST', sent: 'yes', status: 201 });
  expect(error.message).toContain('holds 0 called "orders"');
});

test('an update whose answer is empty is read again', async () => {
  const { client, calls } = await scriptedClient([
    { status: 204 },
    { json: wireNetwork({ name: 'renamed' }) },
  ]);
  expect((await client.networks.update('net-1', { name: 'renamed' })).name).toBe('renamed');
  expect(calls()).toEqual(['PUT /v1/networks/net-1', 'GET /v1/networks/net-1']);
});

test('a failed network ends the wait with its fix', async () => {
  const { sandbox, df } = await sandboxClient();
  sandbox.faults.add({ on: 'networks.create', fault: { kind: 'fails' } });
  const { id } = await df.networks.create(input);
  const error = await rejection(df.networks.waitUntilActive(id), errors.FailedStateError);
  expect(error.fix).toContain(`dfcloud networks delete ${id}`);
});
