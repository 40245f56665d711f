import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** A running moto. */
export interface Moto {
  readonly url: string;
  /** Ends the process, and waits until it has ended. */
  stop(): Promise<void>;
}

const START_MS = 30_000;

/** moto's version, where python3 has it; says so when it has not, since tests are then skipped. */
export function motoVersion(): string | undefined {
  const program = 'import moto.server, moto; print(moto.__version__)';
  const { stdout, status } = spawnSync('python3', ['-c', program], { encoding: 'utf8' });
  if (status === 0) return stdout.trim();
  console.warn("skipped: python3 has no moto server (pip install 'moto[server,ec2]')");
  return undefined;
}

/** Starts moto's server on a free port of 127.0.0.1. */
export async function startMoto(): Promise<Moto> {
  const port = await freePort();
  const child = spawn('python3', ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)], {
    env: { ...process.env, MOTO_EC2_LOAD_DEFAULT_AMIS: 'false' },
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    await answers(`${url}/moto-api/data.json`);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}

async function answers(url: string): Promise<void> {
  const deadline = Date.now() + START_MS;
  for (;;) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    if (Date.now() > deadline) throw new TypeError(`moto did not answer within ${START_MS} ms`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
