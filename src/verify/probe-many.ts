import { AbortedError } from '../errors/aborted-error.js';
import { InvalidInputError } from '../errors/invalid-input-error.js';
import { atPlace, illegalValue, verifyAborted } from '../errors/messages.js';
import type { CauseCode } from './cause-codes.js';
import { type Host, thisHost } from './host.js';
import { inParallel } from './in-parallel.js';
import { linkedSignal } from './linked-signal.js';
import {
  readCount,
  readVerifyOptions,
  refuseUnknown,
  VERIFY_OPTIONS,
  type VerifyOptions,
  type VerifyRequest,
} from './options.js';
import type { Verdict, VerifyReport } from './types.js';
import { verifyRequest } from './verify.js';

/** One target of `probe`: an endpoint, or an endpoint with options of its own, which win over the common ones. */
export type ProbeTarget = string | Omit<VerifyOptions, 'signal' | 'onEvent'>;

/** What `probe` takes besides its targets: how many at once, and what `verify` takes, for all of them. */
export interface ProbeOptions extends Omit<VerifyOptions, 'endpoint' | 'onEvent'> {
  /** How many targets are verified at the same time. @default 50 */
  readonly concurrency?: number | undefined;
}

/** What became of one target. Plain data, one line of NDJSON. */
export interface ProbeResult {
  /** The target's place in the list, from 0. */
  readonly index: number;
  /** `host:port`, without credentials. */
  readonly endpoint: string;
  /** Whether it can be reached from here. */
  readonly verdict: Verdict;
  /** The code of the first finding; null when there is none. */
  readonly cause: CauseCode | null;
  /** How long the connection took, in milliseconds; null when none came about. */
  readonly connectMs: number | null;
  /** How long the reply to PING took, in milliseconds; null when none came. */
  readonly replyMs: number | null;
  /** All that was found out. */
  readonly report: VerifyReport;
}

const OF_TARGET = VERIFY_OPTIONS.filter((name) => name !== 'signal' && name !== 'onEvent');
const OF_PROBE = [
  'concurrency',
  ...VERIFY_OPTIONS.filter((name) => name !== 'endpoint' && name !== 'onEvent'),
];
const DEFAULT_CONCURRENCY = 50;
const MAX_CONCURRENCY = 10_000;

/**
 * Verifies many endpoints, `concurrency` at a time, and yields each result as soon as it is there. All targets are
 * checked before anything is sent. Leaving the loop early cancels what is under way.
 *
 * @throws {InvalidInputError} At the call: a target or an option is not legal.
 * @throws {AbortedError} While iterating: `signal` fired.
 */
export function probe(
  targets: readonly ProbeTarget[],
  options: ProbeOptions = {},
): AsyncIterable<ProbeResult> {
  return probeFrom(thisHost, targets, options);
}

/**
 * `probe` on a given machine.
 *
 * @internal
 */
export function probeFrom(
  host: Host,
  targets: readonly ProbeTarget[],
  options: ProbeOptions,
): AsyncIterable<ProbeResult> {
  refuseUnknown(options, OF_PROBE);
  const { concurrency = DEFAULT_CONCURRENCY, signal, ...common } = options;
  readCount('concurrency', concurrency, 1, MAX_CONCURRENCY, DEFAULT_CONCURRENCY);
  const requests = readTargets(targets, common);
  return { [Symbol.asyncIterator]: () => stream(host, requests, concurrency, signal) };
}

function readTargets(targets: unknown, common: Omit<VerifyOptions, 'endpoint'>): VerifyRequest[] {
  if (!Array.isArray(targets)) {
    const text = illegalValue('targets', targets, 'a list of endpoints', '["192.168.0.10:6379"]');
    throw new InvalidInputError(text, { field: 'targets' });
  }
  return targets.map((target: ProbeTarget, index) => {
    try {
      if (typeof target === 'string') return readVerifyOptions({ ...common, endpoint: target });
      refuseUnknown(target, OF_TARGET);
      return readVerifyOptions({ ...common, ...target });
    } catch (error) {
      throw inTarget(error, `targets[${index}]`);
    }
  });
}

/** The same refusal, saying which of the targets it is about. */
function inTarget(error: unknown, place: string): unknown {
  if (!(error instanceof InvalidInputError)) return error;
  const field = error.field === undefined ? place : `${place}.${error.field}`;
  return new InvalidInputError(atPlace(place, error), { field }, error);
}

async function* stream(
  host: Host,
  requests: readonly VerifyRequest[],
  concurrency: number,
  outer: AbortSignal | undefined,
): AsyncGenerator<ProbeResult, void, undefined> {
  const { signal, end } = linkedSignal(outer);
  const ready: ProbeResult[] = [];
  let over = false;
  let wake = () => {};
  const all = inParallel(requests.entries(), concurrency, async ([index, request]) => {
    ready.push(resultOf(index, await verifyRequest({ ...request, signal }, host)));
    wake();
  }).finally(() => {
    over = true;
    wake();
  });
  // Awaited below; here only kept from counting as unhandled while the caller is busy with a result.
  all.catch(() => undefined);
  try {
    while (!over || ready.length > 0) {
      const result = ready.shift();
      if (result) yield result;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
    await all;
  } catch (error) {
    if (!outer?.aborted) throw error;
    throw new AbortedError(verifyAborted(`${requests.length} endpoints`), undefined, outer.reason);
  } finally {
    end();
  }
}

function resultOf(index: number, report: VerifyReport): ProbeResult {
  const { endpoint, verdict, findings, checks } = report;
  const timeOf = (what: string) =>
    checks.find((check) => check.id.startsWith(`${what}:`) && check.status === 'pass')?.ms ?? null;
  const cause = findings[0]?.code ?? null;
  return {
    index,
    endpoint,
    verdict,
    cause,
    connectMs: timeOf('tcp.connect'),
    replyMs: timeOf('resp.ping'),
    report,
  };
}
