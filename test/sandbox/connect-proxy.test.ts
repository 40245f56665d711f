import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect, createServer, type Socket } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { startConnectProxy } from '../../src/sandbox/connect-proxy.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';

let sandbox: Sandbox | undefined;
afterEach(() => sandbox?.close());

/** Asks a proxy for a tunnel: the status, and the socket. */
function tunnel(proxyPort: number, authority: string): Promise<{ status: number; socket: Socket }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port: proxyPort, method: 'CONNECT', path: authority });
    request.on('connect', ({ statusCode }, socket) => resolve({ status: statusCode ?? 0, socket }));
    request.on('error', reject);
    request.end();
  });
}

/** GETs a URL of a real host through the sandbox's proxy, and trusts the sandbox's CA only. */
async function getThrough(
  { endpoints, ca }: Sandbox,
  url: string,
): Promise<{ status: number; body: string }> {
  const { hostname, pathname, search } = new URL(url);
  const { socket } = await tunnel(Number(new URL(endpoints.proxy ?? '').port), `${hostname}:443`);
  const secure = tlsConnect({ socket, servername: hostname, ca: ca ?? '' });
  return new Promise((resolve, reject) => {
    const options = { createConnection: () => secure, headers: { host: hostname }, path: pathname + search };
    const request = httpsRequest(options, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      secure.destroy();
      resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() });
    });
    request.on('error', reject);
    request.end();
  });
}

test('leads the hosts of the real clouds to their doubles', async () => {
  sandbox = await startSandbox({ tls: true });
  const entra = await getThrough(
    sandbox,
    'https://login.microsoftonline.com/organizations/v2.0/.well-known/openid-configuration',
  );
  expect(JSON.parse(entra.body)).toMatchObject({
    token_endpoint: 'https://login.microsoftonline.com/organizations/oauth2/v2.0/token',
  });
  expect((await getThrough(sandbox, 'https://graph.microsoft.com/v1.0/applications')).status).toBe(401);
  const arm = await getThrough(sandbox, 'https://management.azure.com/tenants?api-version=2022-12-01');
  expect(arm.status).toBe(401);
  const ec2 = await getThrough(sandbox, 'https://ec2.eu-west-1.amazonaws.com/');
  expect(ec2.body).toContain('<Code>InvalidRequest</Code>');
  expect(sandbox.requests().map(({ path }) => path)).toHaveLength(4);
});

test.each([
  'example.org:443',
  'management.azure.com:80',
  'management.azure.com.example.org:443',
  'localhost:443',
  '127.0.0.1:22',
  'no-port',
])('refuses a tunnel to %s', async (authority) => {
  const proxy = await startConnectProxy((host) => (host === 'management.azure.com' ? 1 : undefined));
  onTestFinished(() => proxy.close());
  const { status, socket } = await tunnel(proxy.port, authority);
  socket.destroy();
  expect(status).toBe(403);
});

test('refuses requests that are no tunnel', async () => {
  const proxy = await startConnectProxy(() => 1);
  onTestFinished(() => proxy.close());
  const answer = await fetch(`http://127.0.0.1:${proxy.port}/`);
  expect(answer.status).toBe(403);
  expect(await answer.text()).toContain('doubles of a dfcloud sandbox only');
});

test('ends its tunnels when it closes', async () => {
  const served = new Promise<Socket>((resolve) => {
    const server = createServer((socket) => resolve(socket)).listen(0, '127.0.0.1', async () => {
      const address = server.address();
      const inner = typeof address === 'object' && address ? address.port : 0;
      const proxy = await startConnectProxy(() => inner);
      const { socket } = await tunnel(proxy.port, 'management.azure.com:443');
      socket.on('error', () => undefined);
      const gone = new Promise((ended) => socket.once('close', ended));
      await proxy.close();
      await gone;
      server.close();
      await expect(reached(proxy.port)).resolves.toBe(false);
    });
  });
  const inside = await served;
  inside.on('error', () => undefined);
  await new Promise((resolve) => (inside.destroyed ? resolve(undefined) : inside.once('close', resolve)));
});

test('a service that is gone ends the tunnel', async () => {
  const closed = await new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
  const proxy = await startConnectProxy(() => closed);
  onTestFinished(() => proxy.close());
  await expect(tunnel(proxy.port, 'management.azure.com:443')).rejects.toThrow(/socket hang up|ECONNRESET/);
});

test('there is no proxy without TLS', async () => {
  sandbox = await startSandbox();
  expect(sandbox.endpoints.proxy).toBeUndefined();
});

function reached(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
