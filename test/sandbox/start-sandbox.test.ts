import { request } from 'node:https';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type Sandbox, SandboxError, startSandbox } from '../../src/sandbox/index.js';
import { activeDatastore, activeNetwork, api, inactiveConnection, networkBody } from './helpers/api.js';

/** GET over HTTPS with a CA: the status, or the code of the error. */
function secureGet(sandbox: Sandbox, ca: string | undefined): Promise<number | string> {
  const headers = { authorization: `Bearer ${sandbox.apiKey}` };
  return new Promise((resolve) => {
    const sent = request(
      `${sandbox.url}/v1/networks`,
      { headers, agent: false, ...(ca ? { ca } : {}) },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      },
    );
    sent.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'));
    sent.end();
  });
}

/** One life of everything there is, on a virtual clock. */
async function fullWorld(seed: number): Promise<unknown> {
  await using sandbox = await startSandbox({ clock: 'virtual', seed });
  const connection = await inactiveConnection(sandbox, await activeNetwork(sandbox));
  sandbox.accept(connection);
  await activeDatastore(sandbox);
  const { networks, connections, datastores, peerings } = sandbox.world();
  const stores = datastores.map(({ addr: _addr, listeners: _listeners, ...rest }) => rest);
  return { apiKey: sandbox.apiKey, networks, connections, stores, peerings };
}

describe('startSandbox', () => {
  it('listens on 127.0.0.1 and says how to reach it', async () => {
    await using sandbox = await startSandbox();
    expect(sandbox.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(sandbox.endpoints).toMatchObject({ dragonfly: sandbox.url });
    expect(sandbox.env).toMatchObject({ DFCLOUD_BASE_URL: sandbox.url, DFCLOUD_API_KEY: sandbox.apiKey });
    expect(sandbox.ca).toBeNull();
    expect(await api(sandbox, 'GET', '/v1/networks')).toEqual({ status: 200, body: [] });
  });

  it('takes the API key that it is given', async () => {
    await using sandbox = await startSandbox({ apiKey: 'my-key' });
    expect(sandbox.env.DFCLOUD_API_KEY).toBe('my-key');
    expect((await api(sandbox, 'GET', '/v1/networks')).status).toBe(200);
  });

  it('moves by itself on real time', async () => {
    await using sandbox = await startSandbox({ timings: { provisioningMs: 20 } });
    await api(sandbox, 'POST', '/v1/networks', networkBody());
    await expect.poll(() => sandbox.world().networks[0]?.status, { interval: 5 }).toBe('active');
  });

  it('holds every answer back by its latency', async () => {
    await using sandbox = await startSandbox({ latencyMs: 80 });
    const startedAt = performance.now();
    await api(sandbox, 'GET', '/v1/networks');
    expect(performance.now() - startedAt).toBeGreaterThan(75);
  });

  it('gives equal worlds for equal seeds, and others for others', async () => {
    expect(await fullWorld(3)).toEqual(await fullWorld(3));
    expect(await fullWorld(3)).not.toEqual(await fullWorld(4));
  });

  it('runs beside another one', async () => {
    await using first = await startSandbox({ clock: 'virtual' });
    await using second = await startSandbox({ clock: 'virtual' });
    const [a, b] = [await activeDatastore(first), await activeDatastore(second)];
    expect(first.datastore(a).address).not.toBe(second.datastore(b).address);
    expect(first.world().datastores).toHaveLength(1);
    expect(first.url).not.toBe(second.url);
  });

  it('names the port that is taken, and what to do', async () => {
    await using first = await startSandbox();
    const port = Number(new URL(first.url).port);
    const error = await startSandbox({ port }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SandboxError);
    expect(error).toMatchObject({
      name: 'SandboxError',
      code: 'port_taken',
      message: expect.stringContaining(`port ${port}`),
      fix: expect.stringContaining('port 0'),
    });
  });

  it('keeps its key out of what it prints', async () => {
    await using sandbox = await startSandbox();
    expect(inspect(sandbox, { depth: 5 })).not.toContain(sandbox.apiKey);
    expect(JSON.stringify(sandbox)).not.toContain(sandbox.apiKey);
  });
});

describe('a sandbox over TLS', () => {
  it('is trusted with its CA, and only then', async () => {
    await using sandbox = await startSandbox({ tls: true });
    expect(sandbox.url).toMatch(/^https:\/\/127\.0\.0\.1:/);
    expect(await secureGet(sandbox, sandbox.ca ?? '')).toBe(200);
    expect(await secureGet(sandbox, undefined)).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  });
});

describe('the port of the API', () => {
  it('refuses connections when told to, and comes back', async () => {
    await using sandbox = await startSandbox();
    await sandbox.refuseConnections();
    await expect(api(sandbox, 'GET', '/v1/networks')).rejects.toMatchObject({
      cause: { code: 'ECONNREFUSED' },
    });
    await sandbox.acceptConnections();
    expect((await api(sandbox, 'GET', '/v1/networks')).status).toBe(200);
  });

  it('stays closed once the sandbox is', async () => {
    const sandbox = await startSandbox();
    await Promise.all([sandbox.close(), sandbox.close()]);
    await sandbox.acceptConnections();
    await expect(api(sandbox, 'GET', '/v1/networks')).rejects.toMatchObject({
      cause: { code: 'ECONNREFUSED' },
    });
  });
});
