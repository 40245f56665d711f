import { execFile, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const examples = join(root, 'examples');

/** What each example must print, besides ending with 0. */
const PRINTS: Readonly<Record<string, readonly RegExp[]>> = {
  'quickstart.mjs': [/network net-\w+ is active/, /is reachable: PONG after [\d.]+ ms/],
  'connect-aws-vpc.mjs': [
    /5 actions/,
    /a second run: 0 actions/,
    /127\.81\.0\.10:6379 is reachable/,
    /subnet-\w+ open/,
  ],
  'connect-gcp-network.mjs': [
    /3 actions/,
    /a second run: 0 actions/,
    /127\.82\.0\.10:6379 is reachable/,
    /us-central1\/app\/app open/,
    /removed again: 3/,
  ],
  'connect-azure-vnet.mjs': [
    /8 actions/,
    /a second run: 0 actions/,
    /127\.83\.0\.10:6379 is reachable/,
    / {2}apps open/,
    /removed again: 6/,
  ],
  'wait-for-active.mjs': [
    /NeedsYourActionError: .*your move/,
    /aws ec2 accept-vpc-peering/,
    /status: active/,
  ],
  'verify-endpoint.mjs': [/plain: reachable/, /tls_required/, /tcp_refused/, /resp_http_server/],
  'sandbox-in-your-tests.test.mjs': [/# pass 3|pass 3/],
  'behind-a-proxy.mjs': [/0 networks, over 1 tunnel through http:\/\/127\.0\.0\.1:\d+/],
};

describe('examples', () => {
  it('are all run here', () => {
    const others = ['README.md', 'ci-gate.mjs', 'sandbox-from-python.py'];
    expect(readdirSync(examples).sort()).toEqual([...Object.keys(PRINTS), ...others].sort());
  });

  for (const [file, patterns] of Object.entries(PRINTS)) {
    it(`${file} runs without an account`, async () => {
      const { code, stdout } = await run(process.execPath, [join(examples, file)]);
      for (const pattern of patterns) expect(stdout).toMatch(pattern);
      expect(code).toBe(0);
    });
  }

  it.skipIf(spawnSync('python3', ['--version']).status !== 0)(
    'sandbox-from-python.py drives the sandbox over HTTP',
    async () => {
      const cli = join(root, 'dist', 'cli', 'main.js');
      const { code, stdout, stderr } = await run('python3', [join(examples, 'sandbox-from-python.py')], {
        DFCLOUD_COMMAND: `'${process.execPath}' '${cli}'`,
      });
      expect(stdout, stderr).toContain('the fault answered 503');
      expect(stdout).toContain('the sandbox saw networks.create first and networks.list last');
      expect(stdout).toContain('sandbox ended with 0');
      expect(code).toBe(0);
    },
  );

  describe('ci-gate.mjs', () => {
    it('ends with 1 when nothing listens', async () => {
      const { code, stdout } = await gate([`127.0.0.1:${await freePort()}`]);
      expect(JSON.parse(stdout)).toMatchObject({
        verdict: 'unreachable',
        findings: [{ code: 'tcp_refused' }],
      });
      expect(code).toBe(1);
    });

    it('ends with 2 when it was called wrongly', async () => {
      const { code, stdout, stderr } = await gate(['127.0.0.1:6379', '10.1.2.3/8']);
      expect(stderr).toContain('10.0.0.0/8');
      expect(stdout).toBe('');
      expect(code).toBe(2);
    });

    it('ends with 0 when RESP is answered', async () => {
      const server = createServer((socket) => socket.on('data', () => socket.write('+PONG\r\n')));
      const port = await listening(server);
      try {
        expect(await gate([`redis://127.0.0.1:${port}`])).toMatchObject({ code: 0 });
      } finally {
        server.close();
      }
    });
  });
});

function gate(args: readonly string[]) {
  return run(process.execPath, [join(examples, 'ci-gate.mjs'), ...args], { GATE_PATIENCE_MS: '0' });
}

async function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const started = promisify(execFile)(command, [...args], {
    env: { ...process.env, ...env },
    timeout: 25_000,
  });
  const { stdout, stderr } = await started.catch((error: { stdout: string; stderr: string }) => error);
  return { code: started.child.exitCode, stdout, stderr };
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function listening(server: ReturnType<typeof createServer>): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
}
