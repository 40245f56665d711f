import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { systemClock } from '../internal/clock.js';
import type { AddressFacts, Facts } from './facts.js';
import type { Host } from './host.js';
import type { VerifyRequest } from './options.js';
import { resolveEndpoint } from './resolve.js';
import type { Check, CheckStatus, Evidence, Layer } from './types.js';
import type { RespConnection } from './wire/resp-connection.js';
import { tenths } from './wire/stopwatch.js';
import { trusting } from './wire/tls-handshake.js';
import type { WaitOptions } from './wire/wait.js';

/** What one check came to. */
export interface Outcome {
  readonly status: CheckStatus;
  readonly summary: string;
  readonly evidence?: Evidence;
  /** In place of the time that the check's own work took. */
  readonly ms?: number;
}

/** One address of the endpoint, with what is open towards it. */
export interface Path {
  readonly facts: AddressFacts;
  socket?: Socket;
  connection?: RespConnection;
}

/**
 * One verification under way: what was asked, what was found, what is open, and how much time is left. `close` ends
 * everything that is open.
 */
export class VerifyRun {
  /** What was found out so far; the probes add to it. */
  readonly facts: Facts = { overlaps: [], addresses: [] };
  readonly #checks: (Check | undefined)[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #began = systemClock.now();
  #closed = false;
  #paths: Promise<readonly Path[]> | undefined;
  #trust: Promise<SecureContext> | undefined;

  constructor(
    readonly request: VerifyRequest,
    readonly host: Host,
  ) {}

  /** Does one check: times it, tells the listener before and after, and keeps its place in the order of beginning. */
  async check(id: string, layer: Layer, work: () => Outcome | Promise<Outcome>): Promise<void> {
    const place = this.#checks.push(undefined) - 1;
    this.request.emit({ type: 'check-started', id, layer });
    const began = systemClock.now();
    const { status, summary, evidence = {}, ms = systemClock.now() - began } = await work();
    const check: Check = { id, layer, status, summary, evidence, ms: tenths(ms) };
    this.#checks[place] = check;
    this.request.emit({ type: 'check-finished', check });
  }

  /** The checks so far, in order. */
  get checks(): Check[] {
    return this.#checks.filter((check) => check !== undefined);
  }

  /** Milliseconds since the run began. */
  get elapsedMs(): number {
    return tenths(systemClock.now() - this.#began);
  }

  /** A wait of at most `ms`, and never beyond the run's own time. */
  within(ms: number, signal = this.request.signal): WaitOptions {
    return { deadlineMs: Math.min(ms, this.remainingMs), signal };
  }

  /** What is left of the run's time, in milliseconds; never negative. */
  get remainingMs(): number {
    return Math.max(0, this.request.timeoutMs - (systemClock.now() - this.#began));
  }

  /** The endpoint's addresses, resolved once, at the first call. */
  paths(): Promise<readonly Path[]> {
    this.#paths ??= resolveEndpoint(this).then((addresses) => {
      this.facts.addresses = addresses;
      return addresses.map((facts) => ({ facts }));
    });
    return this.#paths;
  }

  /** Whom TLS trusts; undefined = the authorities that Node trusts. */
  trust(): Promise<SecureContext | undefined> {
    if (this.request.ca === undefined) return Promise.resolve(undefined);
    this.#trust ??= trusting(this.request.ca);
    return this.#trust;
  }

  /** Takes charge of a socket: it is destroyed when the run ends, if not before. */
  keep<S extends Socket>(socket: S): S {
    if (this.#closed) socket.destroy();
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    return socket;
  }

  /** Leaves a socket to a new owner, who has to destroy it. */
  release(socket: Socket): Socket {
    this.#sockets.delete(socket);
    return socket;
  }

  /** Destroys every socket that is still open, and those that are only now opening. */
  close(): void {
    this.#closed = true;
    for (const socket of this.#sockets) socket.destroy();
  }
}

/** The id of a check of one address: `tcp.connect:192.168.0.5`. */
export function checkId(what: string, path: Path): string {
  return `${what}:${path.facts.address}`;
}

/** True when packets may be sent to this address. */
export function mayTry(path: Path, request: VerifyRequest): boolean {
  const { kind } = path.facts;
  return kind === 'loopback' || kind === 'private' || (kind === 'public' && request.allowPublic);
}
