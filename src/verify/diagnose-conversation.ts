import * as causes from './causes.js';
import type { AddressFacts, RespFact, TransportFact } from './facts.js';
import type { VerifyRequest } from './options.js';
import type { Finding, Severity } from './types.js';
import type { Answer } from './wire/answer.js';
import { describeAnswer, errorReply, isServed, replyText } from './wire/reply.js';
import type { Handshake, TlsSession } from './wire/tls-handshake.js';

type Where = { readonly address: string; readonly port: number };

/** What an open connection shows: the transport, the protocol, the certificate, the store's own words. */
export function diagnoseConversation(request: VerifyRequest, facts: AddressFacts): Finding[] {
  const { transport, session, resp } = facts;
  const where = { address: facts.address, port: request.port };
  if (!transport) return [];
  return [
    ...mismatch(request, where, transport),
    ...(session ? certificate(request, where, session) : []),
    ...(resp ? [...protocol(where, resp.ping, session), ...storeState(where, resp, session)] : []),
    ...(resp ? [...echoes(where, resp), ...cluster(request, where, resp)] : []),
  ];
}

/** TLS asked of a plain store, plain text of a TLS store, or neither is answered. */
function mismatch(
  { tls: asked }: VerifyRequest,
  where: Where,
  { spoken, plain, tls }: TransportFact,
): Finding[] {
  if (spoken === 'tls') {
    if (tls?.kind === 'refused' && asked !== false) return [refusedHandshake(where, tls.reason, tls.errno)];
    if (asked === true) return tls?.kind === 'secured' ? [] : mute(where, tls);
    const said = plain ? describeAnswer(plain).summary : 'nothing';
    const severity = tlsRequiredSeverity(asked, tls);
    return [
      causes.tlsRequired({ ...where, asked: asked === 'auto' ? 'auto' : 'off', plain: said }, severity),
    ];
  }
  if (plain?.kind === 'reply') {
    return asked === true ? [causes.tlsNotOffered({ ...where, hello: tls?.kind ?? 'nothing' })] : [];
  }
  if (plain?.kind === 'http' || plain?.kind === 'not-resp') return foreign(where, plain);
  return mute(where, asked === true && tls?.kind !== 'not-tls' ? tls : plain);
}

/** Whoever asked to find out has found out; it matters more when clients will not trust what they meet. */
function tlsRequiredSeverity(asked: 'auto' | false, tls: Handshake | undefined): Severity {
  if (asked === false || tls?.kind !== 'secured') return 'error';
  return tls.session.verified ? 'info' : 'warning';
}

function refusedHandshake(where: Where, reason: string, errno: string): Finding {
  return /certificate[_ ]required/i.test(`${reason} ${errno}`)
    ? causes.tlsClientCertificateRequired({ ...where, reason })
    : causes.tlsHandshakeFailed({ ...where, reason, errno });
}

/** Nothing was spoken: the connection ended, or stayed silent. */
function mute(
  where: Where,
  answer: Answer | Handshake | undefined,
  sent = 'PING in clear and a TLS hello',
): Finding[] {
  switch (answer?.kind) {
    case 'reset':
      return [causes.connectionReset({ ...where, errno: answer.errno, sent })];
    case 'closed':
      return [causes.connectionClosed({ ...where, receivedBytes: received(answer), sent })];
    case 'silent':
      return [causes.respSilent({ ...where, waitedMs: answer.ms, receivedBytes: received(answer), sent })];
    default:
      return [causes.respNoReply({ ...where, seen: answer?.kind ?? 'nothing', sent })];
  }
}

function received(answer: Answer | Handshake): number {
  return 'receivedBytes' in answer ? answer.receivedBytes : 0;
}

function foreign(where: Where, answer: Extract<Answer, { kind: 'http' | 'not-resp' }>): Finding[] {
  const { preview } = answer;
  if (answer.kind === 'http') return [causes.respHttpServer({ ...where, preview })];
  return [causes.respNotRedis({ ...where, preview, protocol: answer.protocol ?? null })];
}

/** What PING on the chosen transport came to, where it was not answered by a Redis server. */
function protocol(where: Where, ping: Answer, session: TlsSession | undefined): Finding[] {
  if (isServed(ping)) return [];
  if (ping.kind === 'http' || ping.kind === 'not-resp') return foreign(where, ping);
  if (ping.kind === 'tls-error') return [refusedHandshake(where, ping.reason, ping.errno)];
  if (ping.kind === 'reply') {
    return [causes.respNotRedis({ ...where, preview: replyText(ping.value), protocol: null })];
  }
  return mute(where, ping, session ? 'PING over TLS' : 'PING in clear');
}

/** A certificate that could not be verified does not close the way, but clients that check it will refuse. */
function certificate(request: VerifyRequest, where: Where, session: TlsSession): Finding[] {
  const { verified, problem = 'unknown', subject, issuer, names, validTo } = session;
  if (verified) return [];
  const expected = request.servername ?? request.host;
  const evidence = { ...where, problem, expected, subject, issuer, names, validTo };
  if (/EXPIRED|NOT_YET_VALID/.test(problem)) return [causes.tlsCertificateExpired(evidence, 'warning')];
  if (problem === 'ERR_TLS_CERT_ALTNAME_INVALID') return [causes.tlsCertificateName(evidence, 'warning')];
  return [causes.tlsCertificateUntrusted(evidence, 'warning')];
}

/** The store's own words, where PING was served: the way is proven, and something else is worth knowing. */
function storeState(where: Where, { ping, auth }: RespFact, session: TlsSession | undefined): Finding[] {
  const error = errorReply(ping);
  const reply = auth?.reply ?? (error ? replyText(error) : 'no further word');
  if (auth?.kind === 'wrong') return [causes.respWrongpass({ ...where, reply }, 'warning')];
  if (auth?.kind === 'not-needed') return [causes.respPasswordUnused({ ...where, reply }, 'warning')];
  if (auth?.kind === 'withheld') {
    const evidence = { ...where, transport: session ? 'tls' : 'plain', wanted: error !== undefined };
    return [causes.respPasswordWithheld(evidence, error ? 'warning' : 'info')];
  }
  if (auth?.kind === 'failed')
    return [causes.respErrorReply({ ...where, command: 'AUTH', reply }, 'warning')];
  if (!error) return [];
  if (error.code === 'NOAUTH') return [causes.respNoauth({ ...where, reply }, 'info')];
  if (error.code === 'LOADING') return [causes.respLoading({ ...where, reply }, 'warning')];
  return [causes.respErrorReply({ ...where, command: 'PING', reply }, 'warning')];
}

function echoes(where: Where, { echoes: rungs }: RespFact): Finding[] {
  const stalled = rungs.find((rung) => !rung.ok);
  if (!stalled) return [];
  const passedBytes = rungs.findLast((rung) => rung.ok)?.sizeBytes ?? 0;
  return [causes.mtuHole({ ...where, stalledBytes: stalled.sizeBytes, passedBytes, waitedMs: stalled.ms })];
}

function cluster(request: VerifyRequest, where: Where, { nodes }: RespFact): Finding[] {
  const total = nodes.length;
  const findings: Finding[] = [];
  const outside = nodes.filter((node) => node.insideCidrs === false).map((node) => node.node);
  if (outside.length) {
    const cidrs = request.cidrs.map(String);
    findings.push(causes.clusterNodeOutsideCidr({ ...where, nodes: outside, total, cidrs }, 'warning'));
  }
  const failed = nodes.filter((node) => node.failure !== undefined);
  if (failed.length) {
    const failures = failed.map((node) => `${node.node} (${node.failure})`);
    const evidence = { ...where, nodes: failed.map((node) => node.node), total, failures };
    findings.push(causes.clusterNodeUnreachable(evidence));
  }
  const untried = nodes.filter((node) => node.untried).length;
  if (untried) {
    const undecided = `${untried} of ${total} cluster nodes`;
    findings.push(causes.outOfTime({ timeoutMs: request.timeoutMs, undecided }, 'warning'));
  }
  return findings;
}
