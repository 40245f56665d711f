import { domainToASCII } from 'node:url';
import { InvalidInputError } from '../errors/invalid-input-error.js';
import { illegalValue } from '../errors/messages.js';
import { type Address, formatAddress, parseAddress } from '../path/address.js';

/** An endpoint as it was written, taken apart. */
export interface Endpoint {
  /** The host name in ASCII, or the address in its canonical form, without brackets. */
  readonly host: string;
  /** The address, when the host is one. */
  readonly address?: Address;
  /** The port, where one was written. */
  readonly port?: number;
  /** What the scheme says: `rediss://` true, `redis://` false, none: absent. */
  readonly tls?: boolean;
  /** The user name of a URL. */
  readonly username?: string;
  /** The password of a URL. Never to be printed. */
  readonly password?: string;
}

const LEGAL =
  'host:port, a host alone, [IPv6]:port, or a redis:// or rediss:// URL whose password has / ? # percent-encoded';
const TLS_OF_SCHEME: ReadonlyMap<string, boolean> = new Map([
  ['redis', false],
  ['rediss', true],
]);
const EXAMPLE = '"192.168.0.10:6379"';

/**
 * Reads `host:port`, `host`, `[v6]:port`, a bare IPv6 address, `redis://…` and `rediss://…` (whose database and
 * parameters are ignored). Throws `InvalidInputError`, which shows the text without what may be credentials.
 *
 * `field` is the option's name in that error.
 */
export function parseEndpoint(text: unknown, field = 'endpoint'): Endpoint {
  const refuse = (legal: string = LEGAL) =>
    new InvalidInputError(illegalValue(field, withoutCredentials(text), legal, EXAMPLE), { field });
  if (typeof text !== 'string' || text.trim() === '') throw refuse();

  const url = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/is.exec(text.trim());
  return url ? parseUrl(url[1] ?? '', url[2] ?? '', refuse) : parseHostPort(text.trim(), refuse);
}

function parseUrl(scheme: string, rest: string, refuse: Refuse): Endpoint {
  const tls = TLS_OF_SCHEME.get(scheme.toLowerCase());
  const authority = rest.split(/[/?#]/, 1)[0] ?? '';
  // An @ further on means that a password with a bare / ? # was cut: its rest would be taken for a host.
  if (tls === undefined || rest.includes('@', authority.length)) throw refuse();

  const at = authority.lastIndexOf('@');
  const credentials = at < 0 ? {} : parseCredentials(authority.slice(0, at), refuse);
  return { ...parseHostPort(authority.slice(at + 1), refuse), tls, ...credentials };
}

/** `host:port`, with IPv6 addresses in brackets. */
export function formatHostPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

type Refuse = (legal?: string) => InvalidInputError;

function parseHostPort(text: string, refuse: Refuse): Endpoint {
  const bare = parseAddress(text);
  if (bare?.family === 6) return addressHost(bare);

  const [, bracketed, plain, portText] = /^(?:\[([^\]]*)\]|([^:[\]]+))(?::(.*))?$/s.exec(text) ?? [];
  const port = portText === undefined ? {} : { port: parsePort(portText, refuse) };
  if (bracketed !== undefined) {
    const address = parseAddress(bracketed);
    if (address?.family !== 6) throw refuse();
    return { ...addressHost(address), ...port };
  }
  if (plain === undefined) throw refuse();
  const name = parseName(plain, refuse);
  // A name may turn out to be an address: 0x7f.1 is 127.0.0.1 to every program.
  const address = parseAddress(name);
  return address ? { ...addressHost(address), ...port } : { host: name, ...port };
}

/** `::ffff:10.0.0.1` is the IPv4 address 10.0.0.1 in other clothes, and must be judged as such. */
export function unmapped(address: Address): Address {
  const mapped = address.family === 6 && address.value >> 32n === 0xffffn;
  return mapped ? { family: 4, value: address.value & 0xffffffffn } : address;
}

function addressHost(written: Address): Endpoint {
  const address = unmapped(written);
  return { host: formatAddress(address.family, address.value), address };
}

function parsePort(text: string, refuse: Refuse): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw refuse(`${LEGAL}; the port is a number from 1 to 65535`);
  return port;
}

function parseName(text: string, refuse: Refuse): string {
  if (parseAddress(text)) return text;
  if (/^[\d.]+$/.test(text)) throw refuse(`${LEGAL}; an IPv4 address has four numbers from 0 to 255`);
  // domainToASCII reads a URL's host, and would drop a path in silence.
  if (!/^(?:[\w.-]|\P{ASCII})+$/u.test(text)) throw refuse();
  const name = domainToASCII(text);
  const labels = name.replace(/\.$/, '').split('.');
  const legal = name.length <= 254 && labels.every((label) => /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/.test(label));
  if (!legal) throw refuse();
  return name;
}

function parseCredentials(text: string, refuse: Refuse): Pick<Endpoint, 'username' | 'password'> {
  const colon = text.indexOf(':');
  const username = decode(colon < 0 ? text : text.slice(0, colon), refuse);
  const password = colon < 0 ? '' : decode(text.slice(colon + 1), refuse);
  return { ...(username && { username }), ...(password && { password }) };
}

function decode(text: string, refuse: Refuse): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refuse(`${LEGAL}; a % in the password is written %25`);
  }
}

/** The text with all that may be a password masked: everything before the last @, in doubt too much of it. */
function withoutCredentials(text: unknown): unknown {
  return typeof text === 'string' ? text.replace(/^((?:[a-z][a-z0-9+.-]*:)?\/\/)?.*@/is, '$1***@') : text;
}
