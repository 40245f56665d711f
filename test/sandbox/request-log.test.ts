import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { api, datastoreBody, networkBody } from './helpers/api.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ clock: 'virtual' });
});
afterEach(() => sandbox.close());

describe('the request log', () => {
  it('tells what came and what was answered', async () => {
    await api(sandbox, 'POST', '/v1/networks', networkBody());
    await api(sandbox, 'GET', '/v1/nowhere?query=1');
    expect(sandbox.requests()).toMatchObject([
      {
        number: 1,
        method: 'POST',
        path: '/v1/networks',
        operation: 'networks.create',
        status: 200,
        faults: [],
      },
      { number: 2, method: 'GET', path: '/v1/nowhere', operation: null, status: 404, body: null },
    ]);
    expect(sandbox.requests()[0]).toMatchObject({ body: networkBody(), ms: expect.any(Number) });
  });

  it('masks secrets and keeps what only sounds like one', async () => {
    await api(sandbox, 'POST', '/v1/datastores', {
      ...datastoreBody(''),
      disable_passkey: true,
      password: 'hush',
      dragonfly: { tls: true, acl_rules: ['USER a ON >hush'] },
    });
    expect(sandbox.requests()[0]?.body).toMatchObject({
      disable_passkey: true,
      password: '***',
      dragonfly: { tls: true, acl_rules: '***' },
    });
    const everything = JSON.stringify([sandbox.requests(), sandbox.world()]);
    expect(everything).not.toContain('hush');
    expect(everything).not.toContain(sandbox.apiKey);
  });

  it('keeps no text that is not JSON', async () => {
    await api(sandbox, 'POST', '/v1/networks', 'password=hush');
    expect(sandbox.requests()[0]).toMatchObject({ status: 400, body: null });
  });

  it('hands out copies', async () => {
    await api(sandbox, 'GET', '/v1/networks');
    sandbox.requests().pop();
    expect(sandbox.requests()).toHaveLength(1);
  });

  it('starts anew when it is cleared, with the numbers going on', async () => {
    await api(sandbox, 'GET', '/v1/networks');
    sandbox.clearRequests();
    await api(sandbox, 'GET', '/v1/networks');
    expect(sandbox.requests().map(({ number }) => number)).toEqual([2]);
  });
});
