import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { DfCloud } from '../../src/index.js';
import { scriptedClient } from '../helpers/client.js';

interface Golden {
  readonly request: { readonly method: string; readonly path: string; readonly body: unknown };
  readonly answer: { readonly status: number; readonly body: unknown };
}

const folder = join(import.meta.dirname, '..', 'sandbox', 'golden');
const golden = (name: string): Golden => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
const names = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));

/** Null, missing and empty text are the same on this API; lists that are empty are as good as missing. */
function said(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(said);
  if (typeof value !== 'object' || value === null) return value === '' || value === null ? undefined : value;
  const entries = Object.entries(value).map(([key, inner]) => [key, said(inner)] as const);
  const kept = entries.filter(([, inner]) => inner !== undefined);
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

const GUIDS = {
  subscriptionId: '11111111-2222-4333-8444-555555555555',
  tenantId: 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee',
  appId: '99999999-8888-4777-8666-555555555555',
};

const network = (cloud: 'aws' | 'gcp' | 'azure') => {
  const { name, location, cidr_block: cidrBlock } = Object(golden(`${cloud}-network-create`).request.body);
  return (client: DfCloud) => client.networks.create({ name, location, cidrBlock });
};

const CREATES: Readonly<Record<string, (client: DfCloud) => Promise<unknown>>> = {
  'aws-network-create': network('aws'),
  'gcp-network-create': network('gcp'),
  'azure-network-create': network('azure'),
  'aws-connection-create': (client) =>
    client.connections.create({
      name: 'aws-to-app',
      networkId: 'net-aws',
      peer: {
        provider: 'aws',
        accountId: '123456789012',
        vpcId: 'vpc-0fedcba9876543210',
        region: 'eu-west-1',
      },
    }),
  'gcp-connection-create': (client) =>
    client.connections.create({
      name: 'gcp-to-app',
      networkId: 'net-gcp',
      peer: { provider: 'gcp', projectId: 'customer-project-1', network: 'app-network' },
    }),
  'azure-connection-create': (client) =>
    client.connections.create({
      name: 'azure-to-app',
      networkId: 'net-azure',
      peer: { provider: 'azure', ...GUIDS, vnetName: 'app-vnet', resourceGroup: 'app-rg', region: 'eastus' },
    }),
};

describe('what create sends is what the vendor sends', () => {
  test.each(Object.entries(CREATES))('%s', async (name, create) => {
    const { request, answer } = golden(name);
    const { client, server, bodies } = await scriptedClient([{ json: answer.body }]);
    await create(client);
    expect(bodies()).toEqual([request.body]);
    expect(server.requests[0]).toMatchObject({ method: request.method, url: request.path });
  });

  test('datastore-create, where nothing and null are the same', async () => {
    const { request, answer } = golden('datastore-create');
    const { client, bodies } = await scriptedClient([{ json: answer.body }]);
    await client.datastores.create({
      name: 'cache',
      networkId: 'net-aws',
      location: { provider: 'aws', region: 'us-east-1' },
      tier: { maxMemoryBytes: 3_000_000_000, performanceTier: 'dev' },
      restore: { loaded: false },
      disablePasskey: true,
    });
    expect(said(bodies()[0])).toEqual(said(request.body));
  });

  test('network-rename, of which the name is all that counts', async () => {
    const { request, answer } = golden('network-rename');
    const { client, bodies } = await scriptedClient([{ json: answer.body }]);
    const renamed = await client.networks.update('net-aws', { name: 'renamed' });
    expect(request.body).toMatchObject(bodies()[0]);
    expect(renamed.name).toBe('renamed');
  });

  test('datastore-update sends the whole config', async () => {
    const { request, answer } = golden('datastore-update');
    const current = Object(golden('datastore-active').answer.body);
    const { client, bodies } = await scriptedClient([{ json: current }, { json: answer.body }]);
    await client.datastores.update('dst-1', {
      tier: { replicas: 1 },
      dragonfly: { tls: true },
      disablePasskey: false,
    });
    expect(said(bodies()[0])).toEqual(said(request.body));
  });
});

describe('what the vendor answers is read and kept', () => {
  const readable = names.filter((name) => {
    const { answer } = golden(name);
    return answer.status === 200 && typeof answer.body === 'object' && answer.body !== null;
  });

  test.each(readable)('%s', async (name) => {
    const { request, answer } = golden(name);
    const { client } = await scriptedClient([{ json: answer.body }]);
    const kind = request.path.split('/')[2];
    const resource =
      kind === 'networks' ? client.networks : kind === 'connections' ? client.connections : client.datastores;
    const read = Array.isArray(answer.body) ? await resource.list() : [await resource.get('x')];
    const wire: unknown[] = Array.isArray(answer.body) ? answer.body : [answer.body];
    for (const [index, item] of read.entries()) {
      const { status, id } = item;
      const { password: _, config, ...open } = Object(wire[index]);
      expect(item.raw).toMatchObject(open);
      expect(open).toMatchObject({ status });
      expect(Object.values(open)).toContain(id);
      expect(JSON.stringify(item.raw)).not.toContain('a-passkey');
      if (config) expect(item.raw).toHaveProperty('config.name', config.name);
    }
    expect(read).toHaveLength(wire.length);
  });
});
