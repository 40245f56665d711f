import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { SandboxError } from './sandbox-error.js';

/** A proxy on 127.0.0.1 that is being listened on. */
export interface ConnectProxy {
  /** The port that is bound. */
  readonly port: number;
  /** Ends the listener and every tunnel. */
  close(): Promise<void>;
}

/** The only port of the real services. */
const HTTPS_PORT = 443;

/**
 * A proxy for clients whose hosts cannot be changed: CONNECT to a real service's host becomes a tunnel to the port of
 * 127.0.0.1 that `portOf` gives. Everything else (another host or port, or a request in plain HTTP) is answered 403, so
 * that such a client reaches nothing but the sandbox.
 */
export async function startConnectProxy(portOf: (host: string) => number | undefined): Promise<ConnectProxy> {
  const sockets = new Set<Duplex>();
  const keep = (socket: Duplex) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  };
  const server = createServer((request, response) => {
    response.writeHead(403, { 'content-type': 'text/plain' }).end(refusal(request.url ?? ''));
  });
  server.on('connection', keep);
  server.on('connect', (request: IncomingMessage, client: Duplex, head: Buffer) => {
    const port = target(request.url ?? '', portOf);
    if (port === undefined) {
      refuse(client, request.url ?? '');
      return;
    }
    keep(tunnel(client, head, port));
  });
  const port = await listen(server);
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return { port, close };
}

/** The local port for `host:443`; undefined when the proxy does not lead there. */
function target(authority: string, portOf: (host: string) => number | undefined): number | undefined {
  const [, host, port] = /^([^:]+):(\d+)$/.exec(authority) ?? [];
  return host !== undefined && Number(port) === HTTPS_PORT ? portOf(host) : undefined;
}

function tunnel(client: Duplex, head: Buffer, port: number): Socket {
  const service = connect(port, '127.0.0.1', () => {
    client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    service.write(head);
    service.pipe(client);
    client.pipe(service);
  });
  // Either end may go away at any time; what is left of the tunnel goes with it.
  for (const [one, other] of [
    [client, service],
    [service, client],
  ] as const) {
    one.on('error', () => other.destroy());
    one.once('close', () => other.destroy());
  }
  return service;
}

function refuse(client: Duplex, authority: string): void {
  const body = refusal(authority);
  client.on('error', () => client.destroy());
  client.end(
    `HTTP/1.1 403 Forbidden\r\ncontent-type: text/plain\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}

function refusal(authority: string): string {
  return `This proxy leads to the doubles of a dfcloud sandbox only, not to ${authority}.\n`;
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      if (address !== null && typeof address === 'object') resolve(address.port);
      else reject(new SandboxError('closed', 'the proxy has no address', 'Start a new sandbox.'));
    });
  });
}
