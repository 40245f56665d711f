import type { TransportFact } from '../facts.js';
import { negotiate } from '../negotiate.js';
import { checkId, type Outcome, type Path, type VerifyRun } from '../run.js';
import type { TlsSession } from '../wire/tls-handshake.js';
import type { Probe } from './probe.js';

/** Which transport is spoken, and what the certificate is worth. With TLS off by choice, nothing is done here. */
export const probeTls: Probe = async (run) => {
  const open = (await run.paths()).filter((path) => path.socket);
  if (open.length === 0) {
    await run.check('tls.handshake', 'tls', () => ({ status: 'skipped', summary: 'there is no connection' }));
  }
  for (const path of open) {
    await run.check(checkId('tls.handshake', path), 'tls', () => handshake(run, path));
    const { session } = path.facts;
    if (session) await run.check(checkId('tls.certificate', path), 'tls', () => certificate(session));
  }
};

async function handshake(run: VerifyRun, path: Path): Promise<Outcome> {
  if (run.request.tls === false) return { status: 'skipped', summary: 'TLS is off by choice' };
  if (!path.socket) return { status: 'skipped', summary: 'there is no connection' };
  const transport = await negotiate(run, path, path.socket);
  const asked = run.request.tls;
  if (transport.spoken === 'plain') {
    return asked === 'auto'
      ? { status: 'skipped', summary: 'not needed: PING is answered in clear' }
      : {
          status: 'fail',
          summary: 'TLS is not spoken, PING is answered in clear',
          evidence: seen(transport),
        };
  }
  return secured(transport, asked);
}

function secured(transport: TransportFact, asked: 'auto' | boolean): Outcome {
  const { tls } = transport;
  if (tls?.kind === 'secured') {
    const { version } = tls.session;
    const found = asked === 'auto' ? ', found by trying' : '';
    return { status: 'pass', summary: `${version}${found}`, evidence: { version }, ms: tls.ms };
  }
  if (tls?.kind === 'refused') {
    const { errno, reason } = tls;
    return {
      status: 'fail',
      summary: `handshake failed: ${reason}`,
      evidence: { errno, reason },
      ms: tls.ms,
    };
  }
  const status = asked === 'auto' ? 'inconclusive' : 'fail';
  return { status, summary: `no TLS: ${tls?.kind ?? 'not tried'}`, evidence: seen(transport) };
}

function certificate(session: TlsSession): Outcome {
  const { verified, problem, subject, issuer, names, validTo } = session;
  const evidence = { subject, issuer, names, validTo, ...(problem !== undefined && { problem }) };
  return verified
    ? { status: 'pass', summary: `verified: ${names || subject}, until ${validTo}`, evidence }
    : { status: 'fail', summary: `not verified: ${problem}`, evidence };
}

/** What both transports answered, as evidence. */
function seen({ plain, tls }: TransportFact) {
  return { ...(tls && { tls: tls.kind }), ...(plain && { plain: plain.kind }) };
}
