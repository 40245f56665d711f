import type { RespValue } from './resp-value.js';

/**
 * What came back after something was sent on an open connection. Everything but `reply` is a failure, and each kind
 * points at another cause.
 */
export type Answer = { readonly ms: number } & (
  | { readonly kind: 'reply'; readonly value: RespValue }
  /** A TLS alert, or Dragonfly's own words for it: the other side speaks TLS and was addressed in clear. */
  | { readonly kind: 'tls-wanted' }
  | { readonly kind: 'http'; readonly preview: string }
  | { readonly kind: 'not-resp'; readonly preview: string; readonly protocol?: string }
  | { readonly kind: 'reset'; readonly errno: string }
  | { readonly kind: 'closed'; readonly receivedBytes: number }
  | { readonly kind: 'tls-error'; readonly errno: string; readonly reason: string }
  | { readonly kind: 'silent'; readonly receivedBytes: number }
);

/** An `Answer` that is no reply, told apart by what the first bytes are. */
export function foreignAnswer(bytes: Buffer, ms: number): Answer {
  if (bytes[0] === 0x15 && bytes[1] === 0x03) return { kind: 'tls-wanted', ms };
  const text = bytes.subarray(0, 60).toString('latin1');
  const preview = printable(text);
  if (/^(HTTP\/|\s*<(!doctype html|html))/i.test(text)) return { kind: 'http', preview, ms };
  const protocol = PROTOCOLS.find(([, pattern]) => pattern.test(text))?.[0];
  return { kind: 'not-resp', preview, ...(protocol && { protocol }), ms };
}

const PROTOCOLS: readonly (readonly [string, RegExp])[] = [
  ['SSH', /^SSH-/],
  ['Memcached', /^(ERROR|CLIENT_ERROR|SERVER_ERROR|VERSION)\b/],
  ['SMTP or FTP', /^220[ -]/],
  ['MySQL', /^.\0\0\0\n\d+\.\d+\.\d+/s],
];

/** In ASCII; what cannot be printed is shown as `\x15`. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, (char) => ESCAPES.get(char) ?? hex(char));
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\r', '\\r'],
  ['\n', '\\n'],
  ['\t', '\\t'],
]);

function hex(char: string): string {
  return `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
