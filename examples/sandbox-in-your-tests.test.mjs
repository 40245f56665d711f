// Tests of code that uses Dragonfly Cloud, without an account: node --test examples/sandbox-in-your-tests.test.mjs
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { DfCloud, FailedStateError } from 'dfcloud';
import { startSandbox } from 'dfcloud/sandbox';

/** The code under test: gives an application its connection, whatever there was before. */
async function connect(df, networkId) {
  const peer = { provider: 'aws', accountId: '123456789012', vpcId: 'vpc-0a1b2c3d4e5f60718' };
  const connection = await df.connections.ensure({ name: 'app', networkId, peer });
  return df.connections.waitUntil(connection.id, 'inactive', { timeoutMs: 5_000 });
}

describe('connect', () => {
  let sandbox;
  let df;
  let networkId;

  before(async () => {
    sandbox = await startSandbox();
    df = new DfCloud({ baseUrl: sandbox.url, apiKey: sandbox.apiKey });
    const location = { provider: 'aws', region: 'us-east-1' };
    const network = await df.networks.create({ name: 'test', location, cidrBlock: '127.82.0.0/16' });
    networkId = (await df.networks.waitUntilActive(network.id)).id;
  });
  after(() => sandbox.close());
  beforeEach(() => {
    sandbox.faults.clear();
    sandbox.clearRequests();
  });

  it('reports a connection that failed, in the words of the API', async () => {
    sandbox.faults.add({
      on: 'connections.create',
      times: 1,
      fault: { kind: 'fails', statusDetail: 'VPC not found' },
    });
    await assert.rejects(connect(df, networkId), (error) => {
      assert.ok(error instanceof FailedStateError);
      assert.match(error.message, /VPC not found/);
      return true;
    });
    const [failed] = await df.connections.list({ status: 'failed' });
    await df.connections.delete(failed.id);
    await df.connections.waitUntilDeleted(failed.id);
  });

  it('makes one connection although the answer was lost', async () => {
    sandbox.faults.add({ on: 'connections.create', times: 1, fault: { kind: 'answer-lost' } });
    const connection = await connect(df, networkId);
    assert.equal(connection.status, 'inactive');
    assert.equal(sandbox.world().connections.length, 1);
    assert.equal(sandbox.requests().filter(({ operation }) => operation === 'connections.create').length, 1);
  });

  it('adopts the connection that is there', async () => {
    await connect(df, networkId);
    assert.equal(sandbox.requests().filter(({ method }) => method === 'POST').length, 0);
  });
});
