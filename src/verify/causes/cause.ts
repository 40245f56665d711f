import type { CauseCode } from '../cause-codes.js';
import type { Evidence, Finding, Fix, Layer, Owner, Severity } from '../types.js';

/** What a cause says about its evidence. */
export interface CauseText {
  /** What is the matter, in one sentence. */
  readonly summary: string;
  /** What to do about it. */
  readonly fix: Fix;
}

/** One row of the catalogue: called with its evidence, it makes the finding. */
export interface Cause<E extends Evidence> {
  (evidence: E, severity?: Severity): Finding;
  readonly code: CauseCode;
  readonly layer: Layer;
  readonly owner: Owner;
}

/** Defines a cause. `tell` composes its texts from the evidence; a finding is an `error` unless it is made as less. */
export function cause<E extends Evidence>(
  code: CauseCode,
  layer: Layer,
  owner: Owner,
  tell: (evidence: E) => CauseText,
): Cause<E> {
  const make = (evidence: E, severity: Severity = 'error'): Finding => {
    const { summary, fix } = tell(evidence);
    return { code, severity, layer, owner, summary, evidence, fix };
  };
  return Object.assign(make, { code, layer, owner });
}

/** `tcp_timeout` and friends speak of one address and port. */
export type At = {
  /** The numeric address. */
  readonly address: string;
  readonly port: number;
};

/** `192.168.0.5:6379`. */
export function at({ address, port }: At): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** `redis-cli -h 192.168.0.5 -p 6379 PING`, over TLS on request. */
export function redisCli({ address, port }: At, tls = false): string {
  return `redis-cli ${tls ? '--tls ' : ''}-h ${address} -p ${port} PING`;
}

/** Milliseconds as a person reads them: `0.8 ms`, `240 ms`, `1.5 s`. */
export function duration(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`;
  return ms >= 10 ? `${Math.round(ms)} ms` : `${ms.toFixed(1)} ms`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** The first five words, and how many more there are; the evidence has them all. */
export function few(words: readonly string[]): readonly string[] {
  return words.length > 6 ? [...words.slice(0, 5), `${words.length - 5} more`] : words;
}
