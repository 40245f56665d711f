import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appeared, finished, startCli } from './run-cli.js';
import { PEER_FLAGS, sandboxed } from './sandboxed.js';

const cli = sandboxed();

/** Accepts connections and says nothing. */
let silent: Server;
let silentUrl: string;

beforeAll(async () => {
  silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const address = silent.address();
  silentUrl = `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
});
afterAll(() => {
  silent.close();
});

/**
 * Interrupts a command once `text` has appeared on its stderr, and measures how long its end takes. The bound is far
 * above the promised 200 ms, as a busy machine may take long to run a process at all; the bench shows the true figure.
 */
async function interrupted(
  args: readonly string[],
  {
    until,
    env = {},
    signal = 'SIGINT',
  }: { until: string; env?: Record<string, string>; signal?: NodeJS.Signals },
) {
  const child = startCli(args, { env });
  const ended = finished(child);
  await appeared(child, 'stderr', until);
  const from = performance.now();
  child.kill(signal);
  const result = await ended;
  expect(performance.now() - from).toBeLessThan(1500);
  return result;
}

describe('an interruption', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'by %s ends a wait with 130 and no JSON',
    async (signal) => {
      const id = await cli.network(`wait-${signal}`);
      const { connection } = await cli.json(`connections create --name app --network ${id} ${PEER_FLAGS}`);
      const options = { until: 'waiting for you', env: { ...cli.sandbox.env }, signal };
      const { code, stdout, stderr } = await interrupted(
        ['connections', 'wait', connection.id, '--json'],
        options,
      );
      expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
      expect(stderr).toContain('dfcloud connections wait: interrupted. The wait for connection');
    },
  );

  it('ends a request that nobody answers', async () => {
    const env = { DFCLOUD_BASE_URL: `http://${silentUrl}`, DFCLOUD_API_KEY: 'key' };
    const connected = once(silent, 'connection');
    const child = startCli(['networks', 'list', '--json'], { env });
    const ended = finished(child);
    await connected;
    child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toContain('interrupted');
  });

  it('ends a verification', async () => {
    const connected = once(silent, 'connection');
    const child = startCli([
      'verify',
      silentUrl,
      '--json',
      '--resp-timeout-ms',
      '60000',
      '--timeout-ms',
      '60000',
    ]);
    const ended = finished(child);
    await connected;
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 130, stdout: '' });
  });

  it('ends a probe after whole lines', async () => {
    const closed = '127.0.0.1:9';
    const args = [
      'probe',
      closed,
      silentUrl,
      '--json',
      '--resp-timeout-ms',
      '60000',
      '--timeout-ms',
      '60000',
    ];
    const { code, stdout } = await interrupted(args, { until: '1 more' });
    expect(code).toBe(130);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).event),
    ).toEqual(['result']);
  });

  it('ends the demo, whatever it is doing', async () => {
    for (const until of ['Set up', 'asking for a connection', 'creating a datastore']) {
      const { code, stdout } = await interrupted(['demo', '--json'], { until });
      expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    }
  });

  it('ends the reading of stdin', async () => {
    const args = ['networks', 'create', '--spec', '-'];
    const child = startCli(args, { env: { ...cli.sandbox.env }, stdin: null });
    const ended = finished(child);
    // Stdin stays open; give it the time to be read.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 130, stdout: '' });
  });

  it('by the reader of a pipe is no error', async () => {
    const child = startCli([
      'probe',
      ...Array.from({ length: 50 }, () => '127.0.0.1:9'),
      '--json',
      '--concurrency',
      '1',
    ]);
    child.stdout?.destroy();
    const { code, stderr } = await finished(child);
    expect(code).not.toBe(0);
    expect(stderr).not.toContain('EPIPE');
  });
});
