import type { TcpFact } from '../facts.js';
import { checkId, mayTry, type Outcome, type Path, type VerifyRun } from '../run.js';
import type { Evidence } from '../types.js';
import type { Connected } from '../wire/connect.js';
import type { Probe } from './probe.js';

/** Covers the first packet and its repetitions after 1 s and 3 s. */
const CONNECT_TIMEOUT_MS = 4000;
/** Where the address is known to be wrong already, one repetition is enough to say what the packets do. */
const DOUBTFUL_TIMEOUT_MS = 2000;
/** The kernel repeats a lost first packet after 1 s: before that, silence proves nothing. */
const PROOF_MS = 1000;

/** Errnos that speak of this host's limits, not of the endpoint. */
export const LOCAL_LIMITS: ReadonlySet<string> = new Set([
  'EMFILE',
  'ENFILE',
  'ENOBUFS',
  'ENOMEM',
  'EADDRNOTAVAIL',
]);

/** One connection attempt to each address in turn, each reported apart: no happy eyeballs, so "half up" shows. */
export const probeTcp: Probe = async (run) => {
  const paths = await run.paths();
  if (paths.length === 0) {
    await run.check('tcp.connect', 'tcp', () => ({ status: 'skipped', summary: 'there is no address' }));
  }
  for (const [index, path] of paths.entries()) {
    await run.check(checkId('tcp.connect', path), 'tcp', () => connect(run, path, paths.length - index));
  }
};

async function connect(run: VerifyRun, path: Path, pathsLeft: number): Promise<Outcome> {
  const { facts } = path;
  if (!mayTry(path, run.request)) return { status: 'skipped', summary: 'nothing is sent to this address' };
  if (facts.route?.kind === 'none') return { status: 'skipped', summary: 'this host has no route to it' };

  const timeoutMs = facts.insideCidrs === false ? DOUBTFUL_TIMEOUT_MS : CONNECT_TIMEOUT_MS;
  const wait = run.within(Math.min(timeoutMs, run.remainingMs / pathsLeft));
  const result = await run.host.connect(facts.address, run.request.port, wait);
  if (result.kind === 'open') path.socket = run.keep(result.socket);
  facts.tcp = factOf(result);
  return outcomeOf(facts.tcp, { address: facts.address, port: run.request.port });
}

function factOf(result: Connected): TcpFact {
  const { kind, ms } = result;
  if (kind === 'open') return { kind, ms };
  // The kernel's own patience may end before ours.
  if (kind === 'timeout' || result.errno === 'ETIMEDOUT')
    return { kind: 'timeout', ms, patient: ms >= PROOF_MS };
  return { kind, errno: result.errno, ms };
}

function outcomeOf(fact: TcpFact, where: Evidence): Outcome {
  const { kind, ms } = fact;
  if (kind === 'open') return { status: 'pass', summary: 'connected', evidence: where, ms };
  const errno = kind === 'failed' ? fact.errno : 'ETIMEDOUT';
  const proven = kind === 'failed' ? !LOCAL_LIMITS.has(errno) : fact.patient;
  const summary = kind === 'failed' ? errno : 'no answer';
  return { status: proven ? 'fail' : 'inconclusive', summary, evidence: { ...where, errno }, ms };
}
