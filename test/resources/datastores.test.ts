import { expect, test } from 'vitest';
import * as errors from '../../src/errors/index.js';
import type { ClientEvent, WaitEvent } from '../../src/index.js';
import { scriptedClient } from '../helpers/client.js';
import { rejection } from '../helpers/errors.js';
import { sandboxWithNetwork } from '../helpers/sandbox.js';
import { wireDatastore } from '../helpers/wire.js';

const input = {
  name: 'cache',
  networkId: 'net-1',
  location: { provider: 'aws', region: 'us-east-1' },
  tier: { maxMemoryBytes: 3_000_000_000, performanceTier: 'dev' },
} as const;

test('a datastore lives from create to delete', async () => {
  const { df, network } = await sandboxWithNetwork();
  const { id } = await df.datastores.create({ ...input, networkId: network.id });
  const active = await df.datastores.waitUntilActive(id);
  expect(active.addr).toMatch(/^127\.\d+\.\d+\.\d+:\d+$/);
  expect(active.connectionUrl()).toContain(active.addr);
  const updated = await df.datastores.update(id, { tier: { replicas: 1 } });
  expect(updated.tier).toMatchObject({ maxMemoryBytes: 3_000_000_000, replicas: 1 });
  await df.datastores.waitUntilActive(id);
  await df.datastores.delete(id);
  await df.datastores.waitUntilDeleted(id);
  await rejection(df.datastores.get(id), errors.NotFoundError);
});

test('list filters by network too', async () => {
  const other = wireDatastore();
  const open = wireDatastore({ datastore_id: 'dst-2', config: { ...other.config, network_id: '' } });
  const { client } = await scriptedClient([{ json: [other, open] }]);
  expect((await client.datastores.list({ networkId: 'net-1' })).map(({ id }) => id)).toEqual(['dst-1']);
  expect(await client.datastores.list()).toHaveLength(2);
});

test('update reads first, keeps what is not named', async () => {
  const current = { ...wireDatastore(), config: { ...wireDatastore().config, future: 1 } };
  const { client, calls, bodies } = await scriptedClient([{ json: current }, { json: current }]);
  await client.datastores.update('dst-1', { disablePasskey: true });
  expect(calls()).toEqual(['GET /v1/datastores/dst-1', 'PUT /v1/datastores/dst-1']);
  expect(bodies()).toEqual([{ ...current.config, disable_passkey: true }]);
});

test.each([{ status: 204 }, { json: null }, { json: {} }, { json: { error: 'odd' } }])(
  'update puts nothing back when it read no datastore: %j',
  async (answer) => {
    const { client, calls } = await scriptedClient([answer]);
    await rejection(client.datastores.update('dst-1', { disablePasskey: true }), errors.ResponseError);
    expect(calls()).toEqual(['GET /v1/datastores/dst-1']);
  },
);

test('illegal changes are refused before anything is read', async () => {
  const { client, server } = await scriptedClient([]);
  const error = await rejection(
    client.datastores.update('dst-1', { tier: { replicas: Number.NaN } }),
    errors.InvalidInputError,
  );
  expect(error.message).toContain('tier.replicas is NaN');
  expect(server.requests).toHaveLength(0);
});

test('ACL rules that the API quotes are masked', async () => {
  const events: ClientEvent[] = [];
  const refusal = { status: 422, json: { error: "bad rule 'user ann >hunter2', password hunter2" } };
  const { client } = await scriptedClient([refusal], { onEvent: (event) => events.push(event) });
  const create = client.datastores.create({ ...input, dragonfly: { aclRules: ['user ann >hunter2'] } });
  const error = await rejection(create, errors.InvalidInputError);
  expect(error.message).toContain("bad rule '***', password ***");
  expect(`${error.stack}${JSON.stringify([error, events])}`).not.toContain('hunter2');
});

test('waiting tells status by status, without secrets', async () => {
  const { client } = await scriptedClient([
    { json: wireDatastore({ status: 'pending' }) },
    { json: wireDatastore({ status: 'restoring' }) },
    { json: wireDatastore({ status: 'updating' }) },
    { json: wireDatastore() },
  ]);
  const events: WaitEvent[] = [];
  const active = await client.datastores.waitUntilActive('dst-1', { onEvent: (event) => events.push(event) });
  expect(active.password).toBe('p@ss/word');
  expect(events.map((event) => 'status' in event && event.status)).toEqual([
    'pending',
    'restoring',
    'updating',
    'active',
  ]);
  expect(JSON.stringify(events)).not.toMatch(/p@ss|hunter2/);
});

test.each(['pending', 'updating', 'restoring'])('%s is no target of a wait', async (status) => {
  const { client, server } = await scriptedClient([{ json: wireDatastore() }]);
  const { datastores } = client;
  const error = await rejection(
    Reflect.apply(datastores.waitUntil, datastores, ['dst-1', status]),
    errors.InvalidInputError,
  );
  expect(error.message).toContain('active or deleted');
  expect(server.requests).toHaveLength(0);
});
