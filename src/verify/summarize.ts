import type { CauseCode } from './cause-codes.js';
import type { ProbeResult } from './probe-many.js';

/** Many probe results at a glance. Plain data. */
export interface ProbeSummary {
  /** How many targets there were. */
  readonly total: number;
  /** How many could be reached. */
  readonly reachable: number;
  /** How many could not be reached. */
  readonly unreachable: number;
  /** How many could not be decided. */
  readonly unknown: number;
  /** How often each cause came first. */
  readonly causes: Readonly<Partial<Record<CauseCode, number>>>;
  /** How long connections took. */
  readonly connect: Percentiles;
  /** How long replies to PING took. */
  readonly reply: Percentiles;
}

/** Times in milliseconds; null when there was none. */
export interface Percentiles {
  /** Half of them were as quick as this. */
  readonly p50Ms: number | null;
  /** 95 of 100 were as quick as this. */
  readonly p95Ms: number | null;
  /** The slowest. */
  readonly maxMs: number | null;
}

/** Counts verdicts and causes, and finds p50 and p95 of the times, from the results of `probe`. */
export function summarizeProbes(results: Iterable<ProbeResult>): ProbeSummary {
  const all = [...results];
  const count = (verdict: ProbeResult['verdict']) =>
    all.filter((result) => result.verdict === verdict).length;
  const causes: Partial<Record<CauseCode, number>> = {};
  for (const { cause } of all) if (cause) causes[cause] = (causes[cause] ?? 0) + 1;
  return {
    total: all.length,
    reachable: count('reachable'),
    unreachable: count('unreachable'),
    unknown: count('unknown'),
    causes,
    connect: percentiles(all.flatMap((result) => result.connectMs ?? [])),
    reply: percentiles(all.flatMap((result) => result.replyMs ?? [])),
  };
}

/** Nearest rank: the smallest time that at least so many per cent of all do not exceed. */
function percentiles(times: readonly number[]): Percentiles {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? null;
  return { p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1) };
}
