import { nearest } from '../internal/nearest.js';
import { isDuration, LEGAL_DURATION } from './duration.js';
import { SandboxError } from './sandbox-error.js';

/** How long things take in the doubles. All are milliseconds on the sandbox's clock. */
export interface SandboxTimings {
  /** A network, from `pending` to `active`. @default 200 */
  readonly provisioningMs: number;
  /** A connection, from `pending` to `inactive`. @default 150 */
  readonly requestMs: number;
  /** How long Dragonfly takes to notice what the customer did: `inactive` to `active`, or to `irrecoverable`. @default 150 */
  readonly activationMs: number;
  /** Any object, from `deleting` until it is gone. @default 100 */
  readonly deletionMs: number;
  /** A datastore, from `pending` or `updating` to `active`. @default 200 */
  readonly datastoreMs: number;
  /** In AWS, a request for a peering, from `initiating-request` to `pending-acceptance` or `failed`. @default 50 */
  readonly peeringRequestMs: number;
  /** In AWS, a peering that was accepted, from `provisioning` to `active`. @default 50 */
  readonly peeringProvisioningMs: number;
  /** In Google Cloud, an operation, from RUNNING to DONE. @default 50 */
  readonly gcpOperationMs: number;
}

/** Options of `startSandbox`. */
export interface SandboxOptions {
  /** The TCP port of the API on 127.0.0.1; 0 takes a free one. @default 0 */
  readonly port?: number;
  /** HTTPS instead of HTTP, with a certificate of the sandbox's own CA (`sandbox.ca`). @default false */
  readonly tls?: boolean;
  /** A whole number. Equal seeds give equal ids, API keys and passwords. @default 1 */
  readonly seed?: number;
  /** `virtual` time moves only by `sandbox.clock.advance(ms)`. @default 'real' */
  readonly clock?: 'real' | 'virtual';
  /** The API key that requests must carry. @default one that depends on the seed */
  readonly apiKey?: string;
  /** How long things take. */
  readonly timings?: Partial<SandboxTimings>;
  /** How long a new object is not yet seen by GET, on the sandbox's clock (eventual consistency). @default 0 */
  readonly visibilityMs?: number;
  /** How long every answer is held back, in real time. @default 0 */
  readonly latencyMs?: number;
  /** What one account may have. */
  readonly quotas?: {
    /** Networks that exist at the same time. @default 2 */
    readonly networks?: number;
  };
}

/** The options with every default filled in. */
export type ResolvedOptions = Required<Omit<SandboxOptions, 'apiKey' | 'timings' | 'quotas'>> & {
  /** Undefined: one that depends on the seed. */
  readonly apiKey: string | undefined;
  /** How long things take. */
  readonly timings: SandboxTimings;
  /** How many networks may exist. */
  readonly networkQuota: number;
};

const DEFAULT_TIMINGS: SandboxTimings = {
  provisioningMs: 200,
  requestMs: 150,
  activationMs: 150,
  deletionMs: 100,
  datastoreMs: 200,
  peeringRequestMs: 50,
  peeringProvisioningMs: 50,
  gcpOperationMs: 50,
};

const NAMES = [
  'port',
  'tls',
  'seed',
  'clock',
  'apiKey',
  'timings',
  'visibilityMs',
  'latencyMs',
  'quotas',
] as const satisfies readonly (keyof SandboxOptions)[];

/**
 * Checks the options once, at the door.
 * @throws {SandboxError} `invalid_option`, naming the option and its value.
 */
export function resolveOptions(options: SandboxOptions): ResolvedOptions {
  knownNames('', options, NAMES);
  knownNames('timings.', options.timings ?? {}, Object.keys(DEFAULT_TIMINGS));
  knownNames('quotas.', options.quotas ?? {}, ['networks']);
  const {
    port = 0,
    tls = false,
    seed = 1,
    clock = 'real',
    apiKey,
    visibilityMs = 0,
    latencyMs = 0,
  } = options;
  const timings = { ...DEFAULT_TIMINGS, ...options.timings };
  const networkQuota = options.quotas?.networks ?? 2;

  wholeNumber('port', port, 65_535);
  wholeNumber('quotas.networks', networkQuota);
  if (!Number.isSafeInteger(seed)) refuse('seed', seed, 'a whole number');
  if (typeof tls !== 'boolean') refuse('tls', tls, 'true or false');
  if (clock !== 'real' && clock !== 'virtual') refuse('clock', clock, "'real' or 'virtual'");
  if (apiKey !== undefined && !/^[\x21-\x7e]+$/.test(apiKey)) {
    // The value itself is a secret, also when it is wrong.
    refuse('apiKey', '***', 'printable ASCII without spaces, which is all that an HTTP header can carry');
  }
  const durations = Object.entries({ visibilityMs, latencyMs, ...timings });
  for (const [name, value] of durations) {
    if (!isDuration(value)) refuse(name, value, LEGAL_DURATION);
  }
  return { port, tls, seed, clock, apiKey, timings, visibilityMs, latencyMs, networkQuota };
}

function knownNames(prefix: string, given: object, legal: readonly string[]): void {
  for (const name of Object.keys(given)) {
    if (legal.includes(name)) continue;
    const guess = nearest(name, legal);
    throw new SandboxError(
      'invalid_option',
      `startSandbox has no option ${prefix}${name}${guess ? `; did you mean ${prefix}${guess}?` : ''}`,
      `The options are: ${legal.map((legalName) => prefix + legalName).join(', ')}.`,
    );
  }
}

function wholeNumber(name: string, value: unknown, max = Number.MAX_SAFE_INTEGER): void {
  const fits = typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= max;
  if (!fits) refuse(name, value, `a whole number from 0${max < Number.MAX_SAFE_INTEGER ? ` to ${max}` : ''}`);
}

function refuse(name: string, value: unknown, legal: string): never {
  throw new SandboxError('invalid_option', `startSandbox: ${name} is ${String(value)}`, `Give ${legal}.`);
}
