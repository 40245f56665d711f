import { authenticate } from '../authenticate.js';
import { walkCluster } from '../cluster.js';
import { climbEchoLadder } from '../echo-ladder.js';
import { negotiate } from '../negotiate.js';
import { checkId, type Outcome, type Path, type VerifyRun } from '../run.js';
import { describeAnswer, isPong, isServed } from '../wire/reply.js';
import type { Probe } from './probe.js';

/** PING, with AUTH where that is wanted and allowed; then, on PONG, the ladder of ECHO sizes and the cluster's nodes. */
export const probeResp: Probe = async (run) => {
  const open = (await run.paths()).filter((path) => path.socket);
  if (open.length === 0) {
    await run.check('resp.ping', 'resp', () => ({ status: 'skipped', summary: 'there is no connection' }));
  }
  for (const path of open) {
    await run.check(checkId('resp.ping', path), 'resp', () => ping(run, path));
    if (!isPong(path.facts.resp?.ping)) continue;
    await climbEchoLadder(run, path);
    await walkCluster(run, path);
  }
};

async function ping(run: VerifyRun, path: Path): Promise<Outcome> {
  const { respTimeoutMs, tls } = run.request;
  if (!path.socket) return { status: 'skipped', summary: 'there is no connection' };
  const { plain } = path.facts.transport ?? (await negotiate(run, path, path.socket));
  const { connection } = path;
  if (!connection) {
    // Why there is none was found out while the transport was: under `tls: true` the layer above tells it.
    if (tls === true || !plain) return { status: 'skipped', summary: 'there is no TLS connection' };
    return { status: 'fail', ...describeAnswer(plain), ms: plain.ms };
  }
  const overTls = path.facts.session !== undefined;
  const first = overTls || !plain ? await connection.ask(['PING'], run.within(respTimeoutMs)) : plain;
  const { ping: last, auth } = await authenticate(run, path, connection, first);
  path.facts.resp = { ping: last, ...(auth && { auth }), echoes: [], nodes: [] };
  const { summary, evidence } = describeAnswer(last);
  return {
    status: isServed(last) ? 'pass' : 'fail',
    summary,
    evidence: { transport: overTls ? 'tls' : 'plain', ...evidence, ...(auth && { auth: auth.kind }) },
    ms: last.ms,
  };
}
