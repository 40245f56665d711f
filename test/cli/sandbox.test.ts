import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { appeared, finished, runCli, startCli } from './run-cli.js';

async function started(args: readonly string[]) {
  const child = startCli(['sandbox', ...args]);
  const ended = finished(child);
  const line = await appeared(child, 'stdout', '\n');
  return { child, ended, line, info: JSON.parse(line) };
}

describe('sandbox', () => {
  it('prints one line, serves the API, and ends with 0', async () => {
    const { child, ended, info } = await started([]);
    const { DFCLOUD_BASE_URL: url, DFCLOUD_API_KEY: key } = info.env;
    expect(info).toMatchObject({
      endpoints: { dragonfly: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) },
      env: { DFCLOUD_BASE_URL: info.endpoints.dragonfly, DFCLOUD_API_KEY: expect.any(String) },
      ca: null,
    });
    const answer = await fetch(`${url}/v1/networks`, { headers: { authorization: `Bearer ${key}` } });
    expect(await answer.json()).toEqual([]);
    expect((await runCli(['networks', 'list'], { env: info.env })).code).toBe(0);

    child.kill('SIGTERM');
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr).toContain('Ctrl-C ends it');
  });

  it('hands out its CA in a private file, removed at the end', async () => {
    const { child, ended, info } = await started(['--tls']);
    expect(info.endpoints.dragonfly).toMatch(/^https:/);
    expect(readFileSync(info.ca, 'utf8')).toContain('BEGIN CERTIFICATE');
    expect(statSync(dirname(info.ca)).mode & 0o777).toBe(0o700);
    expect(Object.keys(info.clients)).toEqual(['aws', 'gcloud', 'az', 'node', 'go']);
    expect(info.clients.az).toMatchObject({ HTTPS_PROXY: info.endpoints.proxy, REQUESTS_CA_BUNDLE: info.ca });
    const tokenFile = info.clients.gcloud.CLOUDSDK_AUTH_ACCESS_TOKEN_FILE;
    expect(readFileSync(tokenFile, 'utf8')).toBe(info.env.GOOGLE_OAUTH_ACCESS_TOKEN);
    const { code } = await runCli(['networks', 'list'], {
      env: { ...info.env, NODE_EXTRA_CA_CERTS: info.ca },
    });
    expect(code).toBe(0);

    child.kill('SIGINT');
    const { code: exit, stderr } = await ended;
    expect(exit).toBe(0);
    expect(stderr).toContain(`export HTTPS_PROXY=${info.endpoints.proxy}`);
    expect(stderr).toMatch(/az login --service-principal -u \S+ -p \S+ --tenant \S+/);
    expect(existsSync(dirname(info.ca))).toBe(false);
  });

  it('gives equal ids and keys for equal seeds', async () => {
    const [one, two] = await Promise.all([started(['--seed', '7']), started(['--seed', '7'])]);
    expect(one.info.env.DFCLOUD_API_KEY).toBe(two.info.env.DFCLOUD_API_KEY);
    for (const { child } of [one, two]) child.kill('SIGINT');
    await Promise.all([one.ended, two.ended]);
  });

  it('says so when the port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = String(typeof address === 'object' && address ? address.port : 0);
    const { code, stdout, stderr } = await runCli(['sandbox', '--port', port]);
    server.close();
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(`port ${port}: another process listens there`);
    expect(stderr).toContain('fix: Choose another port');
  });
});
