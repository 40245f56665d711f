import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';

const entry = pathToFileURL(join(import.meta.dirname, '..', '..', 'dist', 'sandbox', 'index.js')).href;

const LIFE = `
import { connect } from 'node:net';
import { startSandbox } from '${entry}';

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

/** What a program of its own prints. One that does not end by itself is killed, which is an error here. */
function run(program: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const args = ['--input-type=module', '--eval', program];
    execFile(process.execPath, args, { timeout: 20_000 }, (error, stdout, stderr) =>
      error ? reject(error) : resolve(stdout + stderr),
    );
  });
}

it('leaves nothing that keeps a process alive', async () => {
  expect(await run(LIFE)).toBe('closed\nexit\n');
});

it('is silent when it is imported', async () => {
  expect(await run(`await import('${entry}');`)).toBe('');
});
