import { InvalidInputError } from '../errors/invalid-input-error.js';
import { credentialsContradict, illegalValue, unknownOption } from '../errors/messages.js';
import { safeListener } from '../internal/listener.js';
import { type Cidr, parseCidr } from '../path/cidr.js';
import { type Endpoint, formatHostPort, parseEndpoint } from './endpoint.js';
import type { VerifyEvent } from './types.js';

/** What `verify` takes. */
export interface VerifyOptions {
  /**
   * What to verify: `host:port`, a host alone, `[IPv6]:port`, or a `redis://` (TLS off) or `rediss://` (TLS on) URL.
   * Credentials in a URL count as `username` and `password`.
   */
  readonly endpoint: string;
  /** The blocks of the Dragonfly network, in which the endpoint must lie. Any legal block, IPv6 too. @default [] */
  readonly cidrs?: readonly string[] | undefined;
  /** The blocks of the peered VPC, from which packets must start. Any legal block, IPv6 too. @default [] */
  readonly sourceCidrs?: readonly string[] | undefined;
  /** The port, when the endpoint names none. @default 6379 */
  readonly port?: number | undefined;
  /** Whether to speak TLS; `'auto'` tries plain text first and finds out. @default 'auto', or what the URL's scheme says */
  readonly tls?: 'auto' | boolean | undefined;
  /** The ACL user that the password belongs to. @default the store's default user */
  readonly username?: string | undefined;
  /**
   * The store's password. It is sent in clear only where `tls` is false by choice, and over TLS only where the
   * certificate was verified. Reachability can be shown without it.
   */
  readonly password?: string | undefined;
  /** Certificates to trust besides those that Node trusts, PEM. @default none */
  readonly ca?: string | undefined;
  /** The name that the certificate must carry. @default the endpoint's host */
  readonly servername?: string | undefined;
  /** Whether packets may be sent to addresses that are not private. @default false */
  readonly allowPublic?: boolean | undefined;
  /** Sizes of ECHO payloads to send one after another, in bytes, to find a hole in the path MTU. @default none */
  readonly echoSizesBytes?: readonly number[] | undefined;
  /** The time for all of it, in milliseconds. @default 10000 */
  readonly timeoutMs?: number | undefined;
  /** The time for one answer once connected (RESP reply, TLS handshake), in milliseconds. @default 1500 */
  readonly respTimeoutMs?: number | undefined;
  /** Cancels the verification; it then rejects with `AbortedError` within 100 ms. */
  readonly signal?: AbortSignal | undefined;
  /** Called with each step as it happens. What it throws becomes a process warning and changes nothing. */
  readonly onEvent?: ((event: VerifyEvent) => void) | undefined;
}

/** The options of `verify` past the door: checked, with all defaults filled in. */
export interface VerifyRequest {
  readonly host: string;
  readonly address: Endpoint['address'];
  readonly port: number;
  /** `host:port` as the report shows it. */
  readonly endpoint: string;
  readonly cidrs: readonly Cidr[];
  readonly sourceCidrs: readonly Cidr[];
  readonly tls: 'auto' | boolean;
  readonly credentials: Credentials | undefined;
  readonly ca: string | undefined;
  readonly servername: string | undefined;
  readonly allowPublic: boolean;
  readonly echoSizesBytes: readonly number[];
  readonly timeoutMs: number;
  readonly respTimeoutMs: number;
  readonly signal: AbortSignal | undefined;
  readonly emit: (event: VerifyEvent) => void;
}

/** What AUTH sends. Never to be printed. */
export interface Credentials {
  readonly username: string | undefined;
  readonly password: string;
}

/** The names of all options of `verify`. */
export const VERIFY_OPTIONS = [
  'endpoint',
  'cidrs',
  'sourceCidrs',
  'port',
  'tls',
  'username',
  'password',
  'ca',
  'servername',
  'allowPublic',
  'echoSizesBytes',
  'timeoutMs',
  'respTimeoutMs',
  'signal',
  'onEvent',
] as const satisfies readonly (keyof VerifyOptions)[];

const DEFAULT_PORT = 6379;
/** setTimeout takes no more; Node turns larger values into 1 ms. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;
const MAX_ECHO_BYTES = 1_048_576;

/** Checks and completes the options of `verify`. Throws `InvalidInputError`; sends nothing. */
export function readVerifyOptions(options: VerifyOptions): VerifyRequest {
  refuseUnknown(options, VERIFY_OPTIONS);
  const endpoint = parseEndpoint(options.endpoint);
  const port = readPort(options.port, endpoint.port);
  const tls = readTls(options.tls, endpoint.tls);
  const { host, address } = endpoint;
  return {
    host,
    address,
    port,
    endpoint: formatHostPort(host, port),
    cidrs: readCidrs('cidrs', options.cidrs),
    sourceCidrs: readCidrs('sourceCidrs', options.sourceCidrs),
    tls,
    credentials: readCredentials(options, endpoint),
    ca: readCa(options.ca),
    servername: readText('servername', options.servername, '"store.example.com"'),
    allowPublic: readFlag('allowPublic', options.allowPublic),
    echoSizesBytes: readSizes(options.echoSizesBytes),
    timeoutMs: readMs('timeoutMs', options.timeoutMs, 10_000),
    respTimeoutMs: readMs('respTimeoutMs', options.respTimeoutMs, 1500),
    signal: readSignal(options.signal),
    emit: safeListener(readListener(options.onEvent)),
  };
}

/** Throws `InvalidInputError` when `options` is no object, or has a member that is not in `known`. */
export function refuseUnknown(options: unknown, known: readonly string[], at = ''): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw illegal(at || 'options', options, 'an object', '{ endpoint: "192.168.0.10:6379" }');
  }
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const field = at ? `${at}.${name}` : name;
    throw new InvalidInputError(unknownOption(field, known), { field });
  }
}

/** Reads a whole number from `least` to `most`. */
export function readCount(
  field: string,
  value: unknown,
  least: number,
  most: number,
  example: number,
): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw illegal(field, value, `a whole number from ${least} to ${most}`, String(example));
}

function illegal(field: string, value: unknown, legal: string, example: string): InvalidInputError {
  return new InvalidInputError(illegalValue(field, value, legal, example), { field });
}

function readPort(option: unknown, written: number | undefined): number {
  if (option === undefined) return written ?? DEFAULT_PORT;
  const port = readCount('port', option, 1, 65_535, DEFAULT_PORT);
  if (written !== undefined && written !== port) {
    throw illegal(
      'port',
      port,
      `left out or ${written}, because the endpoint names that port`,
      String(written),
    );
  }
  return port;
}

function readTls(option: unknown, scheme: boolean | undefined): 'auto' | boolean {
  if (option === undefined || option === 'auto') return scheme ?? 'auto';
  if (typeof option !== 'boolean') throw illegal('tls', option, "'auto', true or false", "'auto'");
  if (scheme !== undefined && scheme !== option) {
    const url = scheme ? 'rediss:// means TLS' : 'redis:// means no TLS';
    throw illegal('tls', option, `left out or ${scheme}, because ${url}`, String(scheme));
  }
  return option;
}

function readCredentials(options: VerifyOptions, endpoint: Endpoint): Credentials | undefined {
  const username = readSecret('username', options.username, endpoint.username);
  const password = readSecret('password', options.password, endpoint.password);
  return password === undefined ? undefined : { username, password };
}

function readSecret(field: string, option: unknown, written: string | undefined): string | undefined {
  if (option === undefined) return written;
  // The value is not shown, whatever it is: something of another type may hold the secret all the same.
  if (typeof option !== 'string')
    throw illegal(field, '(not shown)', 'a string', 'process.env.STORE_PASSWORD');
  if (written !== undefined && written !== option) {
    throw new InvalidInputError(credentialsContradict(field), { field });
  }
  return option === '' ? undefined : option;
}

function readCidrs(field: string, value: unknown): readonly Cidr[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw illegal(field, value, 'a list of CIDR blocks', '["192.168.0.0/16"]');
  return value.map((text: unknown, index) => readCidr(`${field}[${index}]`, text));
}

function readCidr(field: string, text: unknown): Cidr {
  const result = parseCidr(typeof text === 'string' ? text : '');
  if (result.ok) return result.cidr;
  const legal = {
    not_a_cidr: 'an IPv4 or IPv6 block',
    prefix_missing: 'a block with its prefix length',
    prefix_range: 'a block with a prefix length from 0 to 32 (IPv6: 128)',
    host_bits: `a block whose host bits are zero: ${result.suggestion}`,
  }[result.reason];
  throw illegal(field, text, legal, `"${result.suggestion ?? '192.168.0.0/16'}"`);
}

function readCa(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  // OpenSSL passes over a damaged certificate in silence, and then nothing is trusted.
  const { X509Certificate } = process.getBuiltinModule('node:crypto');
  try {
    if (typeof value === 'string' && new X509Certificate(value)) return value;
  } catch {
    // Said below, as for every other value that is none.
  }
  throw illegal(
    'ca',
    '(not shown)',
    'the text of a PEM file with certificates',
    "readFileSync('ca.pem', 'utf8')",
  );
}

function readText(field: string, value: unknown, example: string): string | undefined {
  if (value === undefined || (typeof value === 'string' && value.trim() !== '')) return value;
  throw illegal(field, value, 'a string that is not empty', example);
}

function readFlag(field: string, value: unknown): boolean {
  if (value === undefined || typeof value === 'boolean') return value ?? false;
  throw illegal(field, value, 'true or false', 'true');
}

function readSizes(value: unknown): readonly number[] {
  if (value === undefined) return [];
  if (!Array.isArray(value))
    throw illegal('echoSizesBytes', value, 'a list of sizes', '[64, 1500, 9001, 65536]');
  return value.map((size: unknown, i) => readCount(`echoSizesBytes[${i}]`, size, 1, MAX_ECHO_BYTES, 1500));
}

function readMs(field: string, value: unknown, standard: number): number {
  if (value === undefined) return standard;
  if (typeof value === 'number' && value >= 1 && value <= MAX_TIMEOUT_MS) return value;
  throw illegal(field, value, `a number of milliseconds from 1 to ${MAX_TIMEOUT_MS}`, String(standard));
}

function readSignal(value: unknown): AbortSignal | undefined {
  if (value === undefined || value instanceof AbortSignal) return value;
  throw illegal('signal', typeof value, 'an AbortSignal', 'AbortSignal.timeout(5000)');
}

function readListener(value: unknown): ((event: VerifyEvent) => void) | undefined {
  if (value === undefined) return undefined;
  if (isListener(value)) return value;
  throw illegal('onEvent', typeof value, 'a function', '(event) => console.error(event.type)');
}

function isListener(value: unknown): value is (event: VerifyEvent) => void {
  return typeof value === 'function';
}
