import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Cidr } from '../../path/cidr.js';
import { SandboxError } from '../sandbox-error.js';
import { type Candidate, lastCandidates, usualCandidates } from './addresses.js';

/** A TCP listener on a loopback address that keeps its address while it refuses connections. */
export class StoreListener {
  /** The address that is bound. */
  readonly address: string;
  /** The port that is bound. */
  readonly port: number;
  readonly #server: Server;
  readonly #sockets: Set<Socket>;
  #closed = false;

  private constructor(server: Server, sockets: Set<Socket>, { address, port }: AddressInfo) {
    this.#server = server;
    this.#sockets = sockets;
    this.address = address;
    this.port = port;
  }

  /** Binds the first address of the block that is free at `port`, or the next best thing. */
  static async open(block: Cidr, port: number, onSocket: (socket: Socket) => void): Promise<StoreListener> {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      // A client that resets its connection is nothing to report.
      socket.on('error', () => undefined);
      onSocket(socket);
    });
    return new StoreListener(server, sockets, await bind(server, block, port));
  }

  /** `address:port`. */
  toString(): string {
    return `${this.address}:${this.port}`;
  }

  /** Destroys the connections that exist. */
  dropConnections(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Stops listening and destroys the connections that exist. */
  async refuse(): Promise<void> {
    this.dropConnections();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  /** As `refuse`, for good: a later `resume` does nothing. */
  close(): Promise<void> {
    this.#closed = true;
    return this.refuse();
  }

  /** Listens again on the same address and port. */
  async resume(): Promise<void> {
    if (this.#closed || this.#server.listening) return;
    const outcome = await listen(this.#server, this);
    // Closed while it was looking up the address.
    if (this.#closed) await this.refuse();
    if (outcome === 'bound') return;
    throw new SandboxError(
      'port_taken',
      `${this} was taken by another process while the datastore refused connections`,
      'Make a new datastore.',
    );
  }
}

async function bind(server: Server, block: Cidr, port: number): Promise<AddressInfo> {
  for (const candidate of usualCandidates(block, port)) {
    const outcome = await listen(server, candidate);
    if (outcome === 'bound') return boundTo(server);
    // Where one of them does not exist on this machine, none of them does.
    if (outcome === 'unavailable') break;
  }
  for (const candidate of lastCandidates(block, port)) {
    if ((await listen(server, candidate)) === 'bound') return boundTo(server);
  }
  throw new SandboxError('port_taken', 'no loopback address can be bound', 'Check what this process may do.');
}

function listen(server: Server, { address, port }: Candidate): Promise<'bound' | 'taken' | 'unavailable'> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException) => {
      server.off('listening', listening);
      resolve(error.code === 'EADDRINUSE' ? 'taken' : 'unavailable');
    };
    const listening = () => {
      server.off('error', failed);
      resolve('bound');
    };
    server.once('error', failed);
    server.once('listening', listening);
    server.listen(port, address);
  });
}

function boundTo(server: Server): AddressInfo {
  const address = server.address();
  if (address !== null && typeof address === 'object') return address;
  throw new SandboxError(
    'closed',
    'the listener was closed while it was being opened',
    'Start a new sandbox.',
  );
}
