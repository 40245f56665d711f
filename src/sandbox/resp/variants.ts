import type { Socket } from 'node:net';
import { SandboxError } from '../sandbox-error.js';

/** How the listeners of a datastore behave, whatever the API says about it. */
export type StoreVariant =
  /** RESP without TLS and without a password. */
  | 'plain'
  /** RESP without TLS; AUTH is needed. */
  | 'passkey'
  /** RESP over TLS only, with a certificate of the sandbox's CA. */
  | 'tls'
  /** RESP over TLS only; AUTH is needed. */
  | 'tls-passkey'
  /** RESP without TLS; the data is still being loaded. */
  | 'loading'
  /** Nothing listens: connections are refused. */
  | 'refusing'
  /** Connections are accepted, and nothing is ever said. */
  | 'silent'
  /** Connections are accepted and reset. */
  | 'resetting'
  /** Connections are accepted and closed without a byte. */
  | 'closing'
  /** A web server. */
  | 'http'
  /** RESP, but a request of more than 1,400 bytes is never answered, as behind a path whose MTU is too small. */
  | 'mtu-hole';

const STORE_VARIANTS: readonly StoreVariant[] = [
  'plain',
  'passkey',
  'tls',
  'tls-passkey',
  'loading',
  'refusing',
  'silent',
  'resetting',
  'closing',
  'http',
  'mtu-hole',
];

/**
 * Checks the name of a variant, which may come from another process.
 * @throws {SandboxError} `invalid_option`, listing them.
 */
export function parseVariant(name: string): StoreVariant {
  const variant = STORE_VARIANTS.find((legal) => legal === name);
  if (variant) return variant;
  throw new SandboxError(
    'invalid_option',
    `no variant is called ${JSON.stringify(name)}`,
    `Choose one of: ${STORE_VARIANTS.join(', ')}.`,
  );
}

/** What a datastore does by its configuration. */
export function configuredVariant(tls: boolean, passkey: boolean): StoreVariant {
  if (tls) return passkey ? 'tls-passkey' : 'tls';
  return passkey ? 'passkey' : 'plain';
}

/** True for the variants that present a certificate. */
export function usesTls(variant: StoreVariant): boolean {
  return variant === 'tls' || variant === 'tls-passkey';
}

/** True for the variants that ask for the password. */
export function asksPassword(variant: StoreVariant): boolean {
  return variant === 'passkey' || variant === 'tls-passkey';
}

/** How the variants that speak no RESP treat a new connection; undefined for those that do. */
export function withoutResp(variant: StoreVariant): ((socket: Socket) => void) | undefined {
  switch (variant) {
    case 'silent':
      return (socket) => socket.resume();
    case 'resetting':
      return (socket) => socket.resetAndDestroy();
    case 'closing':
    case 'refusing':
      return (socket) => socket.destroy();
    case 'http':
      return answerAsWebServer;
    default:
      return undefined;
  }
}

function answerAsWebServer(socket: Socket): void {
  socket.once('data', (chunk: Buffer) => {
    const isHttp = /^(GET|HEAD|POST|PUT|DELETE|OPTIONS) \S+ HTTP\/1\.[01]\r?$/m.test(
      chunk.toString('latin1'),
    );
    const status = isHttp ? '200 OK' : '400 Bad Request';
    socket.end(
      `HTTP/1.1 ${status}\r\nContent-Type: text/html\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
    );
  });
}
