import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { activeDatastore, activeNetwork, inactiveConnection, STEP_MS, statusOf } from './helpers/api.js';
import { talk } from './helpers/talk.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ clock: 'virtual' });
});
afterEach(() => sandbox.close());

/** As a test in another language does it: without a key. */
async function control(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: unknown }> {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  const response = await fetch(`${sandbox.url}/_sandbox${path}`, init);
  return { status: response.status, body: await response.json() };
}

/** The status of GET /_sandbox/world with these headers, which fetch would not send. */
function statusWith(headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(`${sandbox.url}/_sandbox/world`, { headers, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('the control over HTTP', () => {
  it('shows the world and the requests, but not itself', async () => {
    await activeNetwork(sandbox);
    expect((await control('GET', '/world')).body).toEqual(sandbox.world());
    expect((await control('GET', '/requests')).body).toEqual(sandbox.requests());
    expect(sandbox.requests()).toHaveLength(1);
    await control('DELETE', '/requests');
    expect(sandbox.requests()).toEqual([]);
  });

  it('adds, lists and removes faults', async () => {
    const fault = { kind: 'status', status: 500 };
    const added = await control('POST', '/faults', { on: 'networks.list', times: 2, fault });
    expect(added).toEqual({ status: 200, body: { id: 'fault-1' } });
    expect((await control('GET', '/faults')).body).toEqual([
      { id: 'fault-1', on: 'networks.list', times: 2, skip: 0, hits: 0, fault },
    ]);
    expect(await statusOf(sandbox, '/v1/networks')).toBe(500);
    expect((await control('DELETE', '/faults/fault-1')).status).toBe(200);
    expect((await control('DELETE', '/faults/fault-1')).status).toBe(404);
    await control('POST', '/faults', { on: '*', fault });
    await control('DELETE', '/faults');
    expect(sandbox.faults.list()).toEqual([]);
  });

  it('says what is wrong with a fault', async () => {
    const refused = await control('POST', '/faults', { on: '*', fault: { kind: 'slow', ms: 'long' } });
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_fault', fix: expect.any(String) } });
    expect((await control('POST', '/faults', { fault: { kind: 'refused' } })).status).toBe(400);
    expect(
      (await control('POST', '/faults', { on: '*', times: 'x', fault: { kind: 'refused' } })).status,
    ).toBe(400);
  });

  it('shows and advances the virtual clock', async () => {
    const before = sandbox.clock.now();
    expect((await control('GET', '/clock')).body).toEqual({ mode: 'virtual', nowMs: before });
    expect((await control('POST', '/clock', { advanceMs: 50 })).body).toEqual({
      mode: 'virtual',
      nowMs: before + 50,
    });
    expect((await control('POST', '/clock', {})).status).toBe(400);
  });

  it('accepts, revokes and fails connections', async () => {
    const network = await activeNetwork(sandbox);
    const connectionId = await inactiveConnection(sandbox, network);
    const path = `/v1/connections/${connectionId}`;
    expect((await control('POST', '/accept', { connectionId })).body).toEqual({ ok: true });
    await sandbox.clock.advance(STEP_MS);
    expect(await statusOf(sandbox, path)).toBe('active');
    await control('POST', '/revoke', { connectionId });
    await sandbox.clock.advance(STEP_MS);
    expect(await statusOf(sandbox, path)).toBe('irrecoverable');
    const other = await inactiveConnection(sandbox, network);
    await control('POST', '/fail', { connectionId: other, statusDetail: 'no' });
    expect(sandbox.world().connections[1]).toMatchObject({ status: 'failed', status_detail: 'no' });
  });

  it('answers 404 and 409 with the fix', async () => {
    expect(await control('POST', '/accept', { connectionId: 'nope' })).toMatchObject({
      status: 404,
      body: { code: 'unknown_id', fix: expect.any(String) },
    });
    const connectionId = await inactiveConnection(sandbox);
    sandbox.fail(connectionId, 'no');
    expect((await control('POST', '/accept', { connectionId })).status).toBe(409);
  });

  it("changes a datastore's variant", async () => {
    const id = await activeDatastore(sandbox, { cluster: { enabled: true } });
    const changed = await control('POST', `/datastores/${id}/variant`, { variant: 'refusing', node: 0 });
    expect(changed.body).toMatchObject({ variants: ['refusing', 'plain', 'plain'] });
    expect((await talk(sandbox.datastore(id).address, [])).end).toBe('ECONNREFUSED');
    expect(await control('POST', `/datastores/${id}/variant`, { variant: 'bold' })).toMatchObject({
      status: 400,
      body: { fix: expect.stringContaining('plain, passkey') },
    });
  });

  it('hands out the CA', async () => {
    expect((await control('GET', '/ca')).body).toEqual({ ca: sandbox.ca });
    expect(sandbox.ca).toContain('BEGIN CERTIFICATE');
  });

  it('lists its routes where there is none', async () => {
    const answer = await control('GET', '/nope');
    expect(answer).toMatchObject({
      status: 404,
      body: { routes: expect.arrayContaining(['GET /_sandbox/world']) },
    });
  });

  it('refuses a body that is no JSON object', async () => {
    const response = await fetch(`${sandbox.url}/_sandbox/clock`, { method: 'POST', body: 'advance' });
    expect(response.status).toBe(400);
  });

  it('answers local programs only', async () => {
    const { host } = new URL(sandbox.url);
    expect(await statusWith({ host })).toBe(200);
    expect(await statusWith({ host: 'localhost:80' })).toBe(200);
    expect(await statusWith({ host: 'rebound.example' })).toBe(403);
    expect(await statusWith({ host, origin: 'https://evil.example' })).toBe(403);
    expect(await statusWith({ host, origin: 'null' })).toBe(403);
    expect(await statusWith({ host, origin: 'http://localhost:3000' })).toBe(200);
  });

  it('shows neither the API key nor a password', async () => {
    const id = await activeDatastore(sandbox, { disable_passkey: false });
    const { password } = sandbox.datastore(id);
    await control('POST', `/datastores/${id}/variant`, { variant: 'passkey' });
    for (const path of ['/world', '/requests', '/faults', '/clock']) {
      const text = JSON.stringify((await control('GET', path)).body);
      expect(text).not.toContain(sandbox.apiKey);
      expect(text).not.toContain(password);
    }
  });
});
