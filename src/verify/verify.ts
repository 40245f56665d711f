import { AbortedError } from '../errors/aborted-error.js';
import { verifyAborted } from '../errors/messages.js';
import { diagnose } from './diagnose.js';
import { type Host, thisHost } from './host.js';
import { linkedSignal } from './linked-signal.js';
import { readVerifyOptions, type VerifyOptions, type VerifyRequest } from './options.js';
import { PROBES } from './probes/index.js';
import { VerifyRun } from './run.js';
import type { VerifyReport } from './types.js';
import { verdictOf } from './verdict.js';

/**
 * Finds out whether a Redis endpoint can be reached from this host, and if not, why: address, route, DNS, TCP, TLS and
 * RESP, in this order. Each address gets one connection attempt on one socket, with its errno kept and no happy
 * eyeballs, so that "half up" does not look like "up". No password is needed: a store that asks for one is reachable.
 *
 * What the endpoint does never makes it reject; the report says it.
 *
 * @throws {InvalidInputError} An option is not legal. Nothing was sent.
 * @throws {AbortedError} `signal` fired.
 */
export async function verify(options: VerifyOptions): Promise<VerifyReport> {
  return verifyRequest(readVerifyOptions(options), thisHost);
}

/**
 * `verify` past the door.
 *
 * @internal
 */
export async function verifyRequest(request: VerifyRequest, host: Host): Promise<VerifyReport> {
  const startedAt = new Date().toISOString();
  const { endpoint } = request;
  const { signal, end } = linkedSignal(request.signal);
  const run = new VerifyRun({ ...request, signal }, host);
  try {
    signal.throwIfAborted();
    request.emit({ type: 'verify-started', endpoint, startedAt });
    for (const probe of PROBES) await probe(run);
  } catch (error) {
    if (signal.aborted) throw new AbortedError(verifyAborted(endpoint), undefined, signal.reason);
    throw error;
  } finally {
    run.close();
    end();
  }
  const verdict = verdictOf(run.facts);
  const findings = diagnose(request, run.facts, verdict);
  const { checks, elapsedMs: durationMs } = run;
  const report: VerifyReport = { version: 1, verdict, endpoint, findings, checks, startedAt, durationMs };
  request.emit({ type: 'verify-finished', report });
  return report;
}
