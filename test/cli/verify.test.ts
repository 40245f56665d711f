import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DfCloud } from '../../src/index.js';
import { type DatastoreControl, type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { runCli } from './run-cli.js';

const SIZE = { maxMemoryBytes: 3e9, performanceTier: 'dev' } as const;
const PLACE = { provider: 'aws', region: 'us-east-1' } as const;

let sandbox: Sandbox;
let folder: string;

async function store(): Promise<DatastoreControl> {
  const { networks, datastores } = new DfCloud({ apiKey: sandbox.apiKey, baseUrl: sandbox.url });
  const network = await networks.create({ name: 'n', location: PLACE, cidrBlock: '127.21.0.0/16' });
  await networks.waitUntilActive(network.id);
  const { id } = await datastores.create({ name: 'd', networkId: network.id, location: PLACE, tier: SIZE });
  await datastores.waitUntilActive(id);
  return sandbox.datastore(id);
}

beforeAll(async () => {
  const quick = { provisioningMs: 10, datastoreMs: 10 };
  sandbox = await startSandbox({ quotas: { networks: 50 }, timings: quick });
  folder = await mkdtemp(join(tmpdir(), 'dfcloud-test-'));
});
afterAll(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true });
});

describe('verify', () => {
  it('prints one document and ends with 0 when reachable', async () => {
    const { address } = await store();
    const { code, stdout, stderr } = await runCli([
      'verify',
      '--endpoint',
      address,
      '--cidr',
      '127.21.0.0/16',
      '--json',
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      verdict: 'reachable',
      endpoint: address,
      findings: [],
    });
  });

  it('needs no API key and takes flags from the environment', async () => {
    const { address } = await store();
    const env = { DFCLOUD_VERIFY_ENDPOINT: address, DFCLOUD_VERIFY_CIDR: '127.21.0.0/16,10.9.0.0/16' };
    const { code, stdout } = await runCli(['verify'], { env });
    expect(code).toBe(0);
    expect(stdout).toContain(`REACHABLE  ${address}`);
    expect(stdout).toContain('PONG');
  });

  it('ends with 1 and the cause when unreachable', async () => {
    const control = await store();
    await control.setVariant('refusing');
    const { code, stdout } = await runCli(['verify', control.address, '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'unreachable', findings: [{ code: 'tcp_refused' }] });
  });

  it('ends with 3 when it could not be tried', async () => {
    const { code, stdout } = await runCli(['verify', '8.8.8.8:6379', '--json']);
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'unknown', findings: [{ code: 'address_public' }] });
  });

  it('takes the password from a variable, and never prints it', async () => {
    const control = await store();
    await control.setVariant('passkey');
    const { address, password } = control;
    const env = { STORE_PASSWORD: password };
    const args = ['verify', address, '--tls', 'off', '--password-env', 'STORE_PASSWORD'];
    const right = await runCli(args, { env });
    expect(right.code).toBe(0);
    const wrong = await runCli(args, { env: { STORE_PASSWORD: 'SECRET-1' } });
    expect(wrong.stdout).toContain('resp_wrongpass');
    const url = await runCli(['verify', `redis://default:${password}@${address}`, '--json']);
    expect(JSON.parse(url.stdout)).toMatchObject({ verdict: 'reachable', endpoint: address });
    for (const { stdout, stderr } of [right, wrong, url]) {
      expect(stdout + stderr).not.toMatch(new RegExp(`${password}|SECRET-1`));
    }
  });

  it('trusts a CA from a file', async () => {
    const control = await store();
    await control.setVariant('tls');
    const ca = join(folder, 'ca.pem');
    writeFileSync(ca, sandbox.ca ?? '');
    const { code, stdout } = await runCli(['verify', `rediss://${control.address}`, '--ca', ca, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).findings).toEqual([]);
  });

  it('prints its checks as events, and JUnit on request', async () => {
    const { address } = await store();
    const { stdout } = await runCli(['verify', address, '--events']);
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).event);
    expect(events[0]).toBe('verify-started');
    expect(events).toContain('check-finished');
    expect(events.at(-1)).toBe('result');
    const junit = await runCli(['verify', address, '--junit']);
    expect(junit.stdout).toContain('<testsuite name="dfcloud verify');
  });

  it('colours only where asked', async () => {
    const { address } = await store();
    const plain = await runCli(['verify', address], { env: { NO_COLOR: '1' } });
    const coloured = await runCli(['verify', address], { env: { FORCE_COLOR: '1' } });
    expect(plain.stdout).not.toContain('\u001b[');
    expect(coloured.stdout).toContain('\u001b[32m');
  });
});

describe('probe', () => {
  it('prints a line for each target, and a summary', async () => {
    const [{ address: one }, { address: two }] = await Promise.all([store(), store()]);
    const { code, stdout } = await runCli(['probe', one, two, '--json']);
    expect(code).toBe(0);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ event }) => event)).toEqual(['result', 'result', 'summary']);
    expect(lines.at(-1)).toMatchObject({
      version: 1,
      total: 2,
      reachable: 2,
      reply: { p95Ms: expect.any(Number) },
    });
  });

  it('reads targets line by line, or as JSON', async () => {
    const { address } = await store();
    const list = join(folder, 'targets.txt');
    writeFileSync(list, `# stores\n${address}\n\n  ${address}   # again\n`);
    const lines = await runCli(['probe', '--targets', list]);
    expect(lines.code).toBe(0);
    expect(lines.stdout).toContain('2 of 2 reachable');

    const json = JSON.stringify([address, { endpoint: address, tls: false }]);
    const { stdout } = await runCli(['probe', '--targets', '-', '--json'], { stdin: json });
    expect(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ total: 2, reachable: 2 });
  });

  it('ends with 1 when one of them is unreachable', async () => {
    const control = await store();
    const { address } = await store();
    await control.setVariant('silent');
    const { code, stdout } = await runCli(['probe', address, control.address, '--resp-timeout-ms', '200']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/✗ unreachable .*resp_silent/);
    expect(stdout).toContain('1 of 2 reachable, 1 unreachable, 0 unknown');
  });

  it('refuses a broken list without showing it', async () => {
    const { code, stdout, stderr } = await runCli(['probe', '--targets', '-'], {
      stdin: '["redis://u:SECRET-1@h:1",]',
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).not.toContain('SECRET-1');
  });

  it('reads an IPv6 address at the start of a list', async () => {
    const server = createServer((socket) => socket.end()).listen(0, '::1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const { stdout } = await runCli(['probe', '--targets', '-', '--json'], { stdin: `[::1]:${port}\n` });
    server.close();
    expect(JSON.parse(stdout.split('\n')[0] ?? '')).toMatchObject({
      endpoint: `[::1]:${port}`,
      verdict: 'unreachable',
    });
  });
});
