import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../../src/sandbox/index.js';
import {
  activeDatastore,
  activeNetwork,
  api,
  datastoreBody,
  networkBody,
  STEP_MS,
  statusOf,
  textOf,
} from '../helpers/api.js';
import { talk } from '../helpers/talk.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ clock: 'virtual' });
});
afterEach(() => sandbox.close());

const get = (id: string) => api(sandbox, 'GET', `/v1/datastores/${id}`).then(({ body }) => body);
const ping = async (address: string) => (await talk(address, ['PING\r\n'], { bytes: 5 })).text;

describe('a datastore', () => {
  it('is pending without an address, then active where it listens', async () => {
    const network = await activeNetwork(sandbox);
    const { body } = await api(sandbox, 'POST', '/v1/datastores', datastoreBody(network));
    expect(body).toMatchObject({ status: 'pending', addr: '', password: '' });
    await sandbox.clock.advance(STEP_MS);
    const addr = textOf(await get(textOf(body, 'datastore_id')), 'addr');
    expect(addr).toMatch(/^127\./);
    expect(await ping(addr)).toBe('+PONG\r\n');
  });

  it('fills in what the vendor leaves out', async () => {
    const id = await activeDatastore(sandbox, { dragonfly: { tls: null }, cluster: { enabled: null } });
    expect(await get(id)).toMatchObject({
      config: {
        tier: { replicas: 0 },
        cluster: { enabled: false },
        dragonfly: { tls: false, acl_rules: [] },
        maintenance_window: { weekday: 0, hour: 0, duration_hours: 0 },
        disable_passkey: true,
      },
    });
  });

  it('shows its password when the passkey is on, and asks for it', async () => {
    const id = await activeDatastore(sandbox, { disable_passkey: false });
    const { password, addr } = {
      password: textOf(await get(id), 'password'),
      addr: textOf(await get(id), 'addr'),
    };
    expect(password).toMatch(/^[0-9a-f]{24}$/);
    expect(sandbox.datastore(id).password).toBe(password);
    expect((await talk(addr, ['PING\r\n'], { bytes: 10 })).text).toBe('-NOAUTH Authentication required.\r\n');
    expect((await talk(addr, [`AUTH ${password}\r\nPING\r\n`], { bytes: 12 })).text).toBe('+OK\r\n+PONG\r\n');
  });

  it('has several nodes when it is a cluster', async () => {
    const id = await activeDatastore(sandbox, { cluster: { enabled: true } });
    const { listeners } = sandbox.datastore(id);
    expect(new Set(listeners).size).toBe(3);
    expect(sandbox.world().datastores[0]?.listeners).toEqual(listeners);
    for (const listener of listeners) expect(await ping(listener)).toBe('+PONG\r\n');
  });

  it('has as many nodes as its shard memory makes', async () => {
    const id = await activeDatastore(sandbox, { cluster: { enabled: true, shard_memory: 1_500_000_000 } });
    expect(sandbox.datastore(id).listeners).toHaveLength(2);
  });

  it('is updating, then active with the new configuration', async () => {
    const id = await activeDatastore(sandbox);
    const network = textOf(sandbox.world().networks[0], 'network_id');
    const change = datastoreBody(network, { name: 'renamed', disable_passkey: false });
    expect((await api(sandbox, 'PUT', `/v1/datastores/${id}`, change)).body).toMatchObject({
      status: 'updating',
    });
    expect((await api(sandbox, 'PUT', `/v1/datastores/${id}`, change)).status).toBe(409);
    await sandbox.clock.advance(STEP_MS);
    expect(await get(id)).toMatchObject({ status: 'active', config: { name: 'renamed' } });
    expect(sandbox.datastore(id).variants).toEqual(['passkey']);
  });

  it('cannot move', async () => {
    const id = await activeDatastore(sandbox);
    const answer = await api(sandbox, 'PUT', `/v1/datastores/${id}`, datastoreBody(''));
    expect(answer).toMatchObject({ status: 400, body: { error: expect.stringContaining('network_id') } });
  });

  it('listens no more once it is gone', async () => {
    const id = await activeDatastore(sandbox);
    const { address } = sandbox.datastore(id);
    await api(sandbox, 'DELETE', `/v1/datastores/${id}`);
    expect(await statusOf(sandbox, `/v1/datastores/${id}`)).toBe('deleting');
    await sandbox.clock.advance(STEP_MS);
    expect(await statusOf(sandbox, `/v1/datastores/${id}`)).toBe(404);
    expect((await talk(address, [])).end).toBe('ECONNREFUSED');
    expect(() => sandbox.datastore(id)).toThrow(`no datastore ${id} exists`);
  });

  it('can be deleted before it ever listened', async () => {
    const network = await activeNetwork(sandbox);
    const { body } = await api(sandbox, 'POST', '/v1/datastores', datastoreBody(network));
    const id = textOf(body, 'datastore_id');
    expect(() => sandbox.datastore(id)).toThrow('is pending and does not listen');
    await api(sandbox, 'DELETE', `/v1/datastores/${id}`);
    await sandbox.clock.advance(STEP_MS);
    expect(sandbox.world().datastores).toEqual([]);
  });

  it('without a network is public: TLS and passkey on', async () => {
    const { body } = await api(sandbox, 'POST', '/v1/datastores', datastoreBody(''));
    await sandbox.clock.advance(STEP_MS);
    const id = textOf(body, 'datastore_id');
    expect(await get(id)).toMatchObject({ config: { dragonfly: { tls: true }, disable_passkey: false } });
    expect(sandbox.datastore(id).variants).toEqual(['tls-passkey']);
    expect(sandbox.ca).toContain('BEGIN CERTIFICATE');
  });
});

describe('the network of a datastore', () => {
  it('must exist, be active, and be in the same place', async () => {
    expect((await api(sandbox, 'POST', '/v1/datastores', datastoreBody('net-nope'))).status).toBe(404);
    const { body } = await api(sandbox, 'POST', '/v1/networks', networkBody());
    const network = textOf(body, 'network_id');
    expect((await api(sandbox, 'POST', '/v1/datastores', datastoreBody(network))).status).toBe(409);
    await sandbox.clock.advance(STEP_MS);
    const elsewhere = datastoreBody(network, { location: { provider: 'aws', region: 'eu-west-1' } });
    expect(await api(sandbox, 'POST', '/v1/datastores', elsewhere)).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining('aws us-east-1') },
    });
  });
});

describe('the configuration of a datastore', () => {
  const wrong: [string, object, RegExp][] = [
    ['no memory', { tier: { performance_tier: 'dev' } }, /max_memory_bytes is required/],
    ['an unknown tier', { tier: { max_memory_bytes: 1, performance_tier: 'huge' } }, /not huge/],
    ['a text as memory', { tier: { max_memory_bytes: '3GB', performance_tier: 'dev' } }, /an integer/],
    ['a text as switch', { dragonfly: { tls: 'on' } }, /dragonfly.tls must be a boolean/],
    ['an unknown cloud', { location: { provider: 'ibm', region: 'r' } }, /aws, gcp or azure, not ibm/],
    ['a list of numbers as rules', { dragonfly: { acl_rules: [1] } }, /acl_rules must be a list of strings/],
  ];
  for (const [what, overrides, error] of wrong) {
    it(`is refused with ${what}`, async () => {
      const answer = await api(sandbox, 'POST', '/v1/datastores', datastoreBody('', overrides));
      expect(answer).toMatchObject({ status: 400, body: { error: expect.stringMatching(error) } });
    });
  }
});
