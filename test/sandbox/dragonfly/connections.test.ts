import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, SandboxError, startSandbox } from '../../../src/sandbox/index.js';
import {
  activeNetwork,
  api,
  connectionBody,
  inactiveConnection,
  networkBody,
  STEP_MS,
  statusOf,
  textOf,
} from '../helpers/api.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ clock: 'virtual' });
});
afterEach(() => sandbox.close());

const get = (id: string) => api(sandbox, 'GET', `/v1/connections/${id}`).then(({ body }) => body);
const state = (id: string) => statusOf(sandbox, `/v1/connections/${id}`);

describe('a connection', () => {
  it('is pending without a peering, then inactive with one', async () => {
    const network = await activeNetwork(sandbox);
    const { body } = await api(sandbox, 'POST', '/v1/connections', connectionBody(network));
    expect(body).toMatchObject({ status: 'pending', peer_connection_id: '' });
    await sandbox.clock.advance(STEP_MS);
    expect(await get(textOf(body, 'connection_id'))).toMatchObject({
      status: 'inactive',
      peer_connection_id: expect.stringMatching(/^pcx-[0-9a-f]{17}$/),
      connection_config: { name: 'conn', network_id: network },
    });
  });

  it('stays inactive until the customer accepts', async () => {
    const id = await inactiveConnection(sandbox);
    await sandbox.clock.advance(3_600_000);
    expect(await state(id)).toBe('inactive');
    sandbox.accept(id);
    expect(await state(id)).toBe('inactive');
    await sandbox.clock.advance(STEP_MS);
    expect(await state(id)).toBe('active');
    sandbox.accept(id);
    expect(sandbox.world().peerings).toMatchObject([{ state: 'active', accepter: { region: 'us-east-1' } }]);
  });

  it('is irrecoverable once the customer deleted the peering', async () => {
    const id = await inactiveConnection(sandbox);
    sandbox.accept(id);
    await sandbox.clock.advance(STEP_MS);
    sandbox.revoke(id);
    await sandbox.clock.advance(STEP_MS);
    expect(await get(id)).toMatchObject({
      status: 'irrecoverable',
      status_detail: expect.stringContaining('deleted in the peer account'),
    });
  });

  it('is irrecoverable when the deletion overtakes the activation', async () => {
    const id = await inactiveConnection(sandbox);
    sandbox.accept(id);
    sandbox.revoke(id);
    await sandbox.clock.advance(STEP_MS);
    expect(await state(id)).toBe('irrecoverable');
  });

  it('fails with the detail that it was told', async () => {
    const id = await inactiveConnection(sandbox);
    sandbox.fail(id, 'peer VPC not found');
    expect(await get(id)).toMatchObject({ status: 'failed', status_detail: 'peer VPC not found' });
    expect(() => sandbox.accept(id)).toThrow(`connection ${id} is failed and cannot be accepted`);
  });

  it('cannot be accepted before it is inactive', async () => {
    const network = await activeNetwork(sandbox);
    const { body } = await api(sandbox, 'POST', '/v1/connections', connectionBody(network));
    const accept = () => sandbox.accept(textOf(body, 'connection_id'));
    expect(accept).toThrow(SandboxError);
    expect(accept).toThrow('is pending');
    expect(() => sandbox.accept('conn-nope')).toThrow('no connection conn-nope exists');
  });

  it('takes time to be deleted, and takes its peering along', async () => {
    const id = await inactiveConnection(sandbox);
    await api(sandbox, 'DELETE', `/v1/connections/${id}`);
    expect(await state(id)).toBe('deleting');
    await sandbox.clock.advance(STEP_MS);
    expect(await state(id)).toBe(404);
    expect(sandbox.world()).toMatchObject({ connections: [], peerings: [] });
  });

  it('becomes nothing else while it is being deleted', async () => {
    const id = await inactiveConnection(sandbox);
    sandbox.accept(id);
    await api(sandbox, 'DELETE', `/v1/connections/${id}`);
    await sandbox.clock.advance(STEP_MS);
    expect(await state(id)).toBe(404);
  });
});

describe('two connections of one pair of VPCs', () => {
  it('share one AWS peering, its acceptance and its end', async () => {
    const network = await activeNetwork(sandbox);
    const first = await inactiveConnection(sandbox, network);
    const second = await inactiveConnection(sandbox, network);
    expect(sandbox.world().peerings).toHaveLength(1);
    sandbox.accept(first);
    await sandbox.clock.advance(STEP_MS);
    expect(await state(second)).toBe('active');
    const third = await inactiveConnection(sandbox, network);
    expect(await state(third)).toBe('active');
    await api(sandbox, 'DELETE', `/v1/connections/${second}`);
    await sandbox.clock.advance(2 * STEP_MS);
    expect(await state(first)).toBe('irrecoverable');
  });

  it('get a new AWS peering after the old one was deleted', async () => {
    const network = await activeNetwork(sandbox);
    const first = await inactiveConnection(sandbox, network);
    sandbox.revoke(first);
    await inactiveConnection(sandbox, network);
    expect(sandbox.world().peerings.map((peering) => peering.state)).toEqual([
      'deleted',
      'pending-acceptance',
    ]);
  });
});

describe('the customer side of a connection', () => {
  const azure = {
    tenant_id: 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee',
    app_object_id: '99999999-8888-4777-8666-555555555555',
    resource_group: 'rg',
  };
  const subscription = '11111111-2222-4333-8444-555555555555';
  const legal: [string, object, RegExp][] = [
    ['gcp', { account_id: 'my-project', vpc_id: 'my-net' }, /^dragonfly-peering-[0-9a-f]{8}$/],
    [
      'azure',
      { account_id: subscription, vpc_id: 'my-vnet', region: 'eastus', azure },
      /^\/subscriptions\/.*\/virtualNetworkPeerings\//,
    ],
  ];
  for (const [provider, peer, peering] of legal) {
    it(`has the words of ${provider}, and gets its kind of peering`, async () => {
      const network = await activeNetwork(sandbox, { location: { provider, region: 'eastus' } });
      const { body } = await api(sandbox, 'POST', '/v1/connections', connectionBody(network, peer));
      await sandbox.clock.advance(STEP_MS);
      expect(textOf(await get(textOf(body, 'connection_id')), 'peer_connection_id')).toMatch(peering);
    });
  }

  const wrong: [string, string, object, RegExp][] = [
    ['aws', 'a short account', { account_id: '12345' }, /12 digits, not "12345"/],
    ['aws', 'a name as VPC', { vpc_id: 'my-vpc' }, /AWS VPC id/],
    ['aws', 'no VPC', { vpc_id: '' }, /peer.vpc_id is required/],
    ['aws', 'a number as account', { account_id: 123456789012 }, /peer.account_id must be a string/],
    ['aws', 'a broken CIDR', { cidr_block: '10.0.0.1/8' }, /peer.cidr_block/],
    ['gcp', 'an AWS account', { vpc_id: 'net' }, /project id/],
    ['azure', 'no tenant', { account_id: subscription, vpc_id: 'v1', region: 'eastus' }, /resource_group/],
    ['azure', 'no region', { account_id: subscription, vpc_id: 'v1', azure }, /peer.region/],
  ];
  for (const [provider, what, peer, error] of wrong) {
    it(`is refused on ${provider} with ${what}`, async () => {
      const network = await activeNetwork(sandbox, { location: { provider, region: 'r' } });
      const answer = await api(sandbox, 'POST', '/v1/connections', connectionBody(network, peer));
      expect(answer).toMatchObject({ status: 400, body: { error: expect.stringMatching(error) } });
    });
  }

  it('may lack what the vendor sends empty', async () => {
    const network = await activeNetwork(sandbox);
    const peer = { account_id: '123456789012', vpc_id: 'vpc-01234567' };
    const answer = await api(sandbox, 'POST', '/v1/connections', { name: 'c', network_id: network, peer });
    expect(answer).toMatchObject({ status: 200, body: { connection_config: { peer: { cidr_block: '' } } } });
  });

  it('needs a network that exists and is active', async () => {
    expect((await api(sandbox, 'POST', '/v1/connections', connectionBody('net-nope'))).status).toBe(404);
    const { body } = await api(sandbox, 'POST', '/v1/networks', networkBody());
    const answer = await api(sandbox, 'POST', '/v1/connections', connectionBody(textOf(body, 'network_id')));
    expect(answer).toMatchObject({ status: 409, body: { error: expect.stringContaining('is pending') } });
  });
});
