import * as causes from './causes.js';
import { diagnoseConversation } from './diagnose-conversation.js';
import type { AddressFacts, SourceFact, TcpFact } from './facts.js';
import type { VerifyRequest } from './options.js';
import type { Finding, Severity } from './types.js';
import { addressVerdict } from './verdict.js';

/** The causes that the facts about one address show, in no particular order. */
export function diagnoseAddress(request: VerifyRequest, facts: AddressFacts): Finding[] {
  return [...placement(request, facts), ...way(request, facts), ...diagnoseConversation(request, facts)];
}

/** Where the address lies, whatever the packets did. */
function placement(request: VerifyRequest, facts: AddressFacts): Finding[] {
  const { address, kind, insideCidrs } = facts;
  const where = { address, port: request.port };
  const name = request.address ? null : request.host;
  if (kind === 'unusable') return [causes.addressUnusable(where)];
  // A public address lies outside a private CIDR anyway: one cause is enough.
  if (kind === 'public' && !request.allowPublic) {
    return [causes.addressPublic({ ...where, name, insideCidrs: insideCidrs ?? null })];
  }
  if (insideCidrs !== false) return [];
  const severity: Severity = addressVerdict(facts) === 'reachable' ? 'warning' : 'error';
  const cidrs = request.cidrs.map(String);
  return [causes.endpointOutsideCidr({ ...where, cidrs, name }, severity)];
}

/** What became of the packets on their way: route and connection attempt. */
function way(request: VerifyRequest, facts: AddressFacts): Finding[] {
  const { route, tcp } = facts;
  const where = { address: facts.address, port: request.port };
  if (route?.kind === 'none') return [causes.routeNone({ ...where, errno: route.errno })];
  return [...source(request, where, route, tcp), ...connection(request, where, tcp)];
}

type Where = { readonly address: string; readonly port: number };

function source(
  request: VerifyRequest,
  where: Where,
  route: SourceFact | undefined,
  tcp: TcpFact | undefined,
): Finding[] {
  if (!route?.outside) return [];
  // An answer, even a refusal, proves that packets come and go: then the source is remarkable, not the cause.
  const passed =
    tcp?.kind === 'open' || (tcp?.kind === 'failed' && ['ECONNREFUSED', 'ECONNRESET'].includes(tcp.errno));
  const evidence = {
    ...where,
    source: route.address,
    interface: route.interface ?? null,
    sourceCidrs: request.sourceCidrs.map(String),
    passed,
  };
  return [causes.sourceOutsideVpc(evidence, passed ? 'info' : 'error')];
}

function connection(request: VerifyRequest, where: Where, tcp: TcpFact | undefined): Finding[] {
  if (tcp?.kind === 'failed') {
    const { errno, ms } = tcp;
    if (errno === 'ECONNRESET')
      return [causes.connectionReset({ ...where, errno, sent: 'the first packet' })];
    return [(CAUSE_OF_ERRNO.get(errno) ?? causes.tcpFailed)({ ...where, errno, ms })];
  }
  if (tcp?.kind !== 'timeout') return [];
  const { ms, patient } = tcp;
  if (patient) return [causes.tcpTimeout({ ...where, ms, cidrs: request.cidrs.map(String) })];
  return [causes.outOfTime({ timeoutMs: request.timeoutMs, undecided: 'the connection attempt' })];
}

const CAUSE_OF_ERRNO: ReadonlyMap<string, typeof causes.tcpFailed> = new Map([
  ['ECONNREFUSED', causes.tcpRefused],
  ['EHOSTUNREACH', causes.tcpHostUnreachable],
  ['EHOSTDOWN', causes.tcpHostUnreachable],
  ['ENETUNREACH', causes.tcpNetworkUnreachable],
  ['EACCES', causes.tcpNotPermitted],
  ['EPERM', causes.tcpNotPermitted],
  ['ERR_ACCESS_DENIED', causes.tcpNotPermitted],
  ['EMFILE', causes.tcpLocalLimit],
  ['ENFILE', causes.tcpLocalLimit],
  ['ENOBUFS', causes.tcpLocalLimit],
  ['ENOMEM', causes.tcpLocalLimit],
  ['EADDRNOTAVAIL', causes.tcpLocalLimit],
]);
