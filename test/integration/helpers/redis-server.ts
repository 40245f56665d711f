import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority } from '../../../src/sandbox/certificate.js';

/** A running redis-server on port 6379 of a loopback address. */
export interface RedisServer {
  /** The path of a PEM file with the authority of its certificate; undefined without TLS. */
  readonly ca: string | undefined;
  /** Ends it, and removes its files. */
  stop(): Promise<void>;
}

/** Starts the `redis-server` of this machine. */
export async function startRedisServer(
  address: string,
  { password, tls = false }: { readonly password?: string; readonly tls?: boolean } = {},
): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'dfcloud-redis-'));
  const ca = tls ? await writeCertificate(folder, address) : undefined;
  const server = spawn(
    'redis-server',
    [
      ...['--bind', address, '--dir', folder, '--save', '', '--appendonly', 'no'],
      ...(ca ? tlsArguments(folder) : ['--port', '6379']),
      ...(password === undefined ? [] : ['--requirepass', password]),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const stop = async () => {
    if (server.exitCode === null) {
      server.kill('SIGTERM');
      await once(server, 'close');
    }
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await readiness(server, address);
  } catch (error) {
    await stop();
    throw error;
  }
  return { ca, stop };
}

async function writeCertificate(folder: string, address: string): Promise<string> {
  const authority = await createAuthority();
  const { key, certificate } = await authority.issue([address]);
  const files = { 'key.pem': key, 'certificate.pem': certificate, 'ca.pem': authority.ca };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return join(folder, 'ca.pem');
}

function tlsArguments(folder: string): readonly string[] {
  return [
    ...['--port', '0', '--tls-port', '6379', '--tls-auth-clients', 'no'],
    ...['--tls-key-file', join(folder, 'key.pem')],
    ...['--tls-cert-file', join(folder, 'certificate.pem')],
    ...['--tls-ca-cert-file', join(folder, 'ca.pem')],
  ];
}

/** Resolves when the server says so; rejects with its log when it ends before. */
function readiness(server: ChildProcess, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = '';
    server.stdout?.setEncoding('utf8').on('data', (text: string) => {
      log += text;
      if (log.includes('Ready to accept connections')) resolve();
    });
    server.once('error', reject);
    server.once('close', (code) =>
      reject(new Error(`redis-server on ${address} ended with ${code}:\n${log}`)),
    );
  });
}
