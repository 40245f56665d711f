import type { Socket } from 'node:net';
import type { DetailedPeerCertificate, PeerCertificate, SecureContext, TLSSocket } from 'node:tls';
import { tolerant } from './connect.js';
import { errnoOf } from './errno.js';
import { tlsReason } from './resp-connection.js';
import { startStopwatch } from './stopwatch.js';
import { type WaitOptions, waitFor } from './wait.js';

/** What a TLS handshake came to. */
export type Handshake = { readonly ms: number } & (
  | { readonly kind: 'secured'; readonly socket: TLSSocket; readonly session: TlsSession }
  /** The other side speaks TLS, and one of the two did not accept what the other offered. */
  | { readonly kind: 'refused'; readonly errno: string; readonly reason: string }
  /** Bytes came that are no TLS. */
  | { readonly kind: 'not-tls' }
  | { readonly kind: 'reset'; readonly errno: string }
  | { readonly kind: 'closed' }
  | { readonly kind: 'silent' }
);

/** What a finished handshake shows. */
export interface TlsSession {
  /** `TLSv1.3`. */
  readonly version: string;
  /** Whether the chain ends in a trusted authority and the name matches. */
  readonly verified: boolean;
  /** Why it was not verified, in OpenSSL's or Node's code: `DEPTH_ZERO_SELF_SIGNED_CERT`. */
  readonly problem?: string;
  readonly subject: string;
  readonly issuer: string;
  /** The names that the certificate is for: `DNS:store.example.com, IP Address:192.168.0.10`. */
  readonly names: string;
  /** Until when it is valid, as the certificate words it. */
  readonly validTo: string;
}

/** Whose certificate is expected, and who may have signed it. */
export interface TlsExpectation {
  /** The endpoint's host name or address; the certificate must carry it. */
  readonly host: string;
  /** Expected and announced (SNI) in place of `host`. */
  readonly servername: string | undefined;
  /** Whom to trust, when not the authorities that Node trusts. */
  readonly trust: SecureContext | undefined;
}

/** The authorities that Node trusts, and `ca` besides. Building it takes some 25 ms: once per run is enough. */
export async function trusting(ca: string): Promise<SecureContext> {
  const tls = await import('node:tls');
  return tls.createSecureContext({ ca: [...tls.rootCertificates, ca] });
}

/**
 * Shakes hands on an open socket. An untrusted certificate does not end it: what it shows is reported, and the caller
 * decides what may be sent. From here on `socket` belongs to the TLS socket and must be left alone: destroying it
 * below a living TLS socket crashes Node 20. What was not secured is destroyed.
 */
export async function shakeHands(
  socket: Socket,
  expect: TlsExpectation,
  wait: WaitOptions,
): Promise<Handshake> {
  const tls = await import('node:tls');
  const elapsed = startStopwatch();
  if (socket.errored) return { kind: 'reset', errno: errnoOf(socket.errored), ms: 0 };
  if (socket.destroyed) return { kind: 'closed', ms: 0 };

  const servername = expect.servername ?? (isName(expect.host) ? expect.host.replace(/\.$/, '') : undefined);
  const options = {
    socket,
    host: expect.host,
    ...(servername !== undefined && { servername }),
    ...(expect.trust && { secureContext: expect.trust }),
    rejectUnauthorized: false,
  };
  const secured = tolerant(tls.connect(options));
  try {
    const outcome = await waitFor<Handshake>(
      wait,
      () => ({ kind: 'silent', ms: elapsed() }),
      (settle) => watch(secured, socket, elapsed, settle),
    );
    if (outcome.kind !== 'secured') secured.destroy();
    return outcome;
  } catch (aborted) {
    secured.destroy();
    throw aborted;
  }
}

function watch(
  secured: TLSSocket,
  raw: Socket,
  elapsed: () => number,
  settle: (handshake: Handshake) => void,
): () => void {
  const done = () => settle({ kind: 'secured', socket: secured, session: sessionOf(secured), ms: elapsed() });
  const failed = (error: Error) => settle(failureOf(error, elapsed()));
  // Before Node words an early end of the stream as ECONNRESET, which it is not.
  const ended = () => settle({ kind: 'closed', ms: elapsed() });
  secured.once('secureConnect', done).once('error', failed).once('end', ended).once('close', ended);
  raw.once('error', failed);
  return () => {
    secured.off('secureConnect', done).off('error', failed).off('end', ended).off('close', ended);
    raw.off('error', failed);
  };
}

function failureOf(error: Error, ms: number): Handshake {
  const errno = errnoOf(error);
  if (/^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST)/.test(errno))
    return { kind: 'not-tls', ms };
  if (errno.startsWith('ERR_SSL')) return { kind: 'refused', errno, reason: tlsReason(error), ms };
  return { kind: 'reset', errno, ms };
}

function sessionOf(socket: TLSSocket): TlsSession {
  const certificate: PeerCertificate | DetailedPeerCertificate = socket.getPeerCertificate();
  const problem = socket.authorized ? undefined : String(socket.authorizationError);
  return {
    version: socket.getProtocol() ?? 'unknown',
    verified: socket.authorized,
    ...(problem !== undefined && { problem }),
    subject: nameOf(certificate.subject),
    issuer: nameOf(certificate.issuer),
    names: certificate.subjectaltname ?? '',
    validTo: certificate.valid_to ?? '',
  };
}

function nameOf(
  name: { readonly CN?: string | string[]; readonly O?: string | string[] } | undefined,
): string {
  return [name?.CN ?? name?.O ?? ''].flat().join(', ');
}

function isName(host: string): boolean {
  return !host.includes(':') && !/^\d+(\.\d+){3}$/.test(host);
}
