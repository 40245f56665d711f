import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, expect, it } from 'vitest';

const src = join(import.meta.dirname, '..', '..', 'src');
let folder: string;

/** The sandbox and what it may import, as JavaScript that a bare Node can run. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dfcloud-exit-'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  for (const room of ['sandbox', 'internal', 'path']) {
    for (const name of readdirSync(join(src, room), { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts')) continue;
      const { outputText } = ts.transpileModule(readFileSync(join(src, room, name), 'utf8'), {
        compilerOptions: {
          target: ts.ScriptTarget.ES2022,
          module: ts.ModuleKind.ESNext,
          verbatimModuleSyntax: true,
        },
      });
      const target = join(folder, room, name.replace(/\.ts$/, '.js'));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, outputText);
    }
  }
}, 30_000);
afterAll(() => rmSync(folder, { recursive: true }));

const LIFE = `
import { connect } from 'node:net';
import { startSandbox } from './sandbox/index.js';

const location = { provider: 'aws', region: 'us-east-1' };
// A transition that is far away must not keep the process.
const slowly = await startSandbox({ timings: { provisioningMs: 60000 } });
await fetch(slowly.url + '/v1/networks', {
  method: 'POST',
  headers: { authorization: 'Bearer ' + slowly.apiKey },
  body: JSON.stringify({ name: 'n', location, cidr_block: '127.41.0.0/16', byoc: {} }),
});
await slowly.close();

const sandbox = await startSandbox();
const headers = { authorization: 'Bearer ' + sandbox.apiKey };
async function call(method, path, body) {
  const response = await fetch(sandbox.url + path, { method, headers, body: body && JSON.stringify(body) });
  return response.json();
}
async function active(path) {
  while ((await call('GET', path)).status !== 'active') await new Promise((resolve) => setTimeout(resolve, 10));
  return call('GET', path);
}
const network = await call('POST', '/v1/networks', { name: 'n', location, cidr_block: '127.40.0.0/16', byoc: {} });
await active('/v1/networks/' + network.network_id);
const tier = { max_memory_bytes: 1e9, performance_tier: 'dev' };
const body = { name: 'd', network_id: network.network_id, location, tier };
const [plain, secure] = await Promise.all([
  call('POST', '/v1/datastores', body),
  call('POST', '/v1/datastores', { ...body, dragonfly: { tls: true } }),
]);
const { addr } = await active('/v1/datastores/' + plain.datastore_id);
await active('/v1/datastores/' + secure.datastore_id);
const [host, port] = addr.split(':');
const socket = connect(Number(port), host);
socket.on('error', () => undefined);
await new Promise((resolve) => { socket.write('PING\\r\\n'); socket.once('data', resolve); });
// Nor must an answer that is held back, or a port that is to come back.
sandbox.faults.add({ on: 'networks.delete', fault: { kind: 'listener-down', ms: 60000 } });
sandbox.faults.add({ on: 'networks.list', fault: { kind: 'slow', ms: 60000 } });
const slow = call('GET', '/v1/networks').catch(() => undefined);
await new Promise((resolve) => setTimeout(resolve, 50));
await call('DELETE', '/v1/networks/any').catch(() => undefined);
await sandbox.close();
await slow;
console.log('closed');
process.on('exit', () => console.log('exit'));
`;

it('leaves nothing that keeps a process alive', { timeout: 30_000 }, async () => {
  const program = join(folder, 'life.mjs');
  writeFileSync(program, LIFE);
  const output = await new Promise<string>((resolve, reject) => {
    // A process that does not end by itself is killed, which is an error here.
    execFile(process.execPath, [program], { timeout: 20_000 }, (error, stdout, stderr) =>
      error ? reject(error) : resolve(stdout + stderr),
    );
  });
  expect(output).toBe('closed\nexit\n');
});

it('is silent when it is imported', { timeout: 30_000 }, async () => {
  const program = join(folder, 'silent.mjs');
  writeFileSync(program, "await import('./sandbox/index.js');");
  const [stdout, stderr] = await new Promise<[string, string]>((resolve, reject) => {
    execFile(process.execPath, [program], { timeout: 20_000 }, (error, out, err) =>
      error ? reject(error) : resolve([out, err]),
    );
  });
  expect([stdout, stderr]).toEqual(['', '']);
});
