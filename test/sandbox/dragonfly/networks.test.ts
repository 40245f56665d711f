import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../../src/sandbox/index.js';
import {
  activeDatastore,
  activeNetwork,
  api,
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

describe('a network', () => {
  it('is pending without a VPC, then active with one', async () => {
    const created = await api(sandbox, 'POST', '/v1/networks', networkBody());
    expect(created).toMatchObject({ status: 200, body: { status: 'pending', vpc: null, byoc: {} } });
    const path = `/v1/networks/${textOf(created.body, 'network_id')}`;
    await sandbox.clock.advance(199);
    expect(await statusOf(sandbox, path)).toBe('pending');
    await sandbox.clock.advance(1);
    expect((await api(sandbox, 'GET', path)).body).toMatchObject({
      status: 'active',
      created_at: expect.any(Number),
      vpc: {
        account_id: expect.stringMatching(/^\d{12}$/),
        resource_id: expect.stringMatching(/^vpc-[0-9a-f]{17}$/),
      },
    });
  });

  const vpcs = {
    gcp: { account_id: expect.stringMatching(/^[a-z-]+$/), resource_id: expect.stringMatching(/^dfcloud-/) },
    azure: {
      account_id: expect.stringMatching(/^\/subscriptions\/[0-9a-f-]{36}\/resourceGroups\/dfcloud-/),
      resource_id: expect.stringMatching(/-vnet$/),
    },
  };
  for (const [provider, vpc] of Object.entries(vpcs)) {
    it(`has a VPC in the words of ${provider}`, async () => {
      const id = await activeNetwork(sandbox, { location: { provider, region: 'somewhere' } });
      expect((await api(sandbox, 'GET', `/v1/networks/${id}`)).body).toMatchObject({ vpc });
    });
  }

  it("lives in the customer's own account when BYOC names one", async () => {
    const id = await activeNetwork(sandbox, { byoc: { account_id: '999988887777' } });
    expect((await api(sandbox, 'GET', `/v1/networks/${id}`)).body).toMatchObject({
      byoc: { account_id: '999988887777' },
      vpc: { account_id: '999988887777' },
    });
  });

  it('can be renamed, and nothing else', async () => {
    const id = await activeNetwork(sandbox);
    const change = { name: 'new', cidr_block: '10.9.0.0/16' };
    expect((await api(sandbox, 'PUT', `/v1/networks/${id}`, change)).body).toMatchObject({
      name: 'new',
      cidr_block: '127.20.0.0/16',
    });
  });

  it('takes time to be deleted, then is gone', async () => {
    const id = await activeNetwork(sandbox);
    expect(await api(sandbox, 'DELETE', `/v1/networks/${id}`)).toEqual({ status: 200, body: undefined });
    expect(await statusOf(sandbox, `/v1/networks/${id}`)).toBe('deleting');
    expect((await api(sandbox, 'DELETE', `/v1/networks/${id}`)).status).toBe(200);
    await sandbox.clock.advance(STEP_MS);
    expect(await statusOf(sandbox, `/v1/networks/${id}`)).toBe(404);
    expect(sandbox.world().networks).toEqual([]);
  });

  it('cannot be deleted while a live connection uses it', async () => {
    const network = await activeNetwork(sandbox);
    const connection = await inactiveConnection(sandbox, network);
    expect(await api(sandbox, 'DELETE', `/v1/networks/${network}`)).toEqual({
      status: 409,
      body: { error: `network ${network} is in use by connection ${connection}` },
    });
    sandbox.fail(connection, 'no');
    expect((await api(sandbox, 'DELETE', `/v1/networks/${network}`)).status).toBe(200);
    await sandbox.clock.advance(STEP_MS);
    expect(sandbox.world()).toMatchObject({ networks: [], connections: [] });
  });

  it('cannot be deleted while a datastore uses it', async () => {
    const datastore = await activeDatastore(sandbox);
    const network = sandbox.world().networks[0]?.network_id;
    const answer = await api(sandbox, 'DELETE', `/v1/networks/${network}`);
    expect(answer).toMatchObject({ status: 409, body: { error: expect.stringContaining(datastore) } });
  });

  it('is refused beyond the quota until another is gone', async () => {
    const first = await activeNetwork(sandbox);
    await activeNetwork(sandbox);
    expect(await api(sandbox, 'POST', '/v1/networks', networkBody())).toMatchObject({
      status: 409,
      body: { error: expect.stringContaining('2 private networks') },
    });
    await api(sandbox, 'DELETE', `/v1/networks/${first}`);
    await sandbox.clock.advance(STEP_MS);
    expect((await api(sandbox, 'POST', '/v1/networks', networkBody())).status).toBe(200);
  });
});

describe('the CIDR of a network', () => {
  for (const cidr of ['10.0.0.0/16', '192.168.4.0/24', '127.0.0.0/16']) {
    it(`may be ${cidr}`, async () => {
      expect((await api(sandbox, 'POST', '/v1/networks', networkBody({ cidr_block: cidr }))).status).toBe(
        200,
      );
    });
  }

  const wrong: [string, RegExp][] = [
    ['10.0.0.0/15', /between \/16 and \/24/],
    ['10.0.0.0/25', /between \/16 and \/24/],
    ['10.0.5.0/16', /did you mean 10\.0\.0\.0\/16\?/],
    ['10.0.0.0', /not a valid CIDR/],
    ['fd00::/16', /IPv4/],
    ['169.254.0.0/16', /link-local/],
    ['224.0.0.0/16', /multicast/],
    ['', /cidr_block is required/],
  ];
  for (const [cidr, error] of wrong) {
    it(`must not be '${cidr}'`, async () => {
      const answer = await api(sandbox, 'POST', '/v1/networks', networkBody({ cidr_block: cidr }));
      expect(answer).toMatchObject({ status: 400, body: { error: expect.stringMatching(error) } });
    });
  }
});
