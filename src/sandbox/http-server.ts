import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { KeyAndCertificate } from './certificate.js';
import { SandboxError } from './sandbox-error.js';

/** One HTTP request with its body read. */
export interface ReceivedRequest {
  /** GET, POST, … */
  readonly method: string;
  /** The path as it was sent, still escaped, without the query. */
  readonly path: string;
  /** What stood after the first `?`, still escaped; '' for nothing. */
  readonly query: string;
  /** Scheme, host and port as the client knows them: `https://management.azure.com` where a proxy led it here. */
  readonly origin: string;
  /** Header values by lower-case name; a repeated header keeps its first value. */
  readonly header: (name: string) => string | undefined;
  /** The body as text. */
  readonly body: string;
}

/** What is sent back. */
export interface Answer {
  /** The HTTP status. */
  readonly status: number;
  /** Headers besides the length, which is added. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The body as text; '' for none. */
  readonly body: string;
}

/** `hang-up`: the socket is destroyed without an answer. */
export type Reply = Answer | 'hang-up';

/** A listener on 127.0.0.1. */
export interface HttpListener {
  /** The port that is bound, the same after `resume`. */
  readonly port: number;
  /** Stops listening and destroys all sockets: new connections are refused. */
  refuse(): Promise<void>;
  /** Listens again on the same port. */
  resume(): Promise<void>;
  /** As `refuse`, for good: a later `resume` does nothing. */
  close(): Promise<void>;
}

/** Larger bodies are no request of this API. */
const MAX_BODY_BYTES = 1_048_576;

/** An answer whose body is `value` as JSON. */
export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

/**
 * Listens on 127.0.0.1, over TLS when `tls` is given.
 * @throws {SandboxError} `port_taken`
 */
export async function startHttpServer(
  port: number,
  tls: KeyAndCertificate | null,
  handle: (request: ReceivedRequest) => Promise<Reply>,
): Promise<HttpListener> {
  const onRequest = (incoming: IncomingMessage, response: ServerResponse) => {
    // A client that went away, or a body that cannot be read, leaves nothing to answer.
    respond(incoming, response, handle).catch(() => incoming.socket.destroy());
  };
  const server = tls ? await secureServer(tls, onRequest) : createHttpServer(onRequest);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await listen(server, port);
  const bound = addressOf(server.address()).port;
  let closed = false;
  const refuse = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return {
    port: bound,
    refuse,
    resume: async () => {
      if (!closed && !server.listening) await listen(server, bound);
      // Closed while it was looking up the address.
      if (closed) await refuse();
    },
    close: () => {
      closed = true;
      return refuse();
    },
  };
}

async function secureServer(
  tls: KeyAndCertificate,
  onRequest: (incoming: IncomingMessage, response: ServerResponse) => void,
): Promise<HttpsServer> {
  const { createServer } = await import('node:https');
  return createServer({ key: tls.key, cert: tls.certificate }, onRequest);
}

function listen(server: ReturnType<typeof createHttpServer> | HttpsServer, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (cause: NodeJS.ErrnoException) => {
      server.off('listening', listening);
      reject(cannotListen(port, cause));
    };
    const listening = () => {
      server.off('error', failed);
      resolve();
    };
    server.once('error', failed);
    server.once('listening', listening);
    server.listen(port, '127.0.0.1');
  });
}

function cannotListen(port: number, cause: NodeJS.ErrnoException): SandboxError {
  const why = cause.code === 'EADDRINUSE' ? 'another process listens there' : `the system says ${cause.code}`;
  return new SandboxError(
    'port_taken',
    `the sandbox cannot listen on 127.0.0.1 port ${port}: ${why}`,
    'Choose another port, or port 0 for a free one; or end the process that listens there.',
    cause,
  );
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address !== null && typeof address === 'object') return address;
  throw new SandboxError('closed', 'the listener has no address', 'Start a new sandbox.');
}

async function respond(
  incoming: IncomingMessage,
  response: ServerResponse,
  handle: (request: ReceivedRequest) => Promise<Reply>,
): Promise<void> {
  const body = await bodyOf(incoming);
  const reply =
    body === undefined
      ? json(413, { error: `the body is larger than ${MAX_BODY_BYTES} bytes` })
      : await handle(received(incoming, body));
  if (reply === 'hang-up') {
    incoming.socket.destroy();
    return;
  }
  response.writeHead(reply.status, {
    ...reply.headers,
    // No length on 204: RFC 9110 forbids it.
    ...(reply.status === 204 ? {} : { 'content-length': Buffer.byteLength(reply.body) }),
  });
  response.end(reply.body);
}

function received(incoming: IncomingMessage, body: string): ReceivedRequest {
  const header = (name: string) => {
    const value = incoming.headers[name];
    return Array.isArray(value) ? value[0] : value;
  };
  const url = incoming.url ?? '/';
  const path = url.split('?', 1)[0] ?? '/';
  const query = url.slice(path.length + 1);
  // Only a TLS socket has the property; its class would have to be loaded for a check.
  const scheme = 'encrypted' in incoming.socket ? 'https' : 'http';
  const origin = `${scheme}://${header('host') ?? ''}`;
  return { method: incoming.method ?? 'GET', path, query, origin, header, body };
}

async function bodyOf(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    const buffer = Buffer.from(chunk);
    bytes += buffer.length;
    if (bytes <= MAX_BODY_BYTES) chunks.push(buffer);
  }
  return bytes <= MAX_BODY_BYTES ? Buffer.concat(chunks).toString('utf8') : undefined;
}
