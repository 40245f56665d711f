import { CAUSE_CODES } from './cause-codes.js';
import * as causes from './causes.js';
import { diagnoseAddress } from './diagnose-address.js';
import type { DnsFact, Facts } from './facts.js';
import type { VerifyRequest } from './options.js';
import { MEMCACHED_PORT, PUBLIC_PORT } from './probes/address.js';
import type { Finding, Severity, Verdict } from './types.js';
import { addressVerdict } from './verdict.js';

/**
 * Turns what was found into findings, the most probable root cause first: errors before warnings before information,
 * then from the bottom of the way to its top. A clean `reachable` has none, every other verdict has at least one.
 */
export function diagnose(request: VerifyRequest, facts: Facts, verdict: Verdict): Finding[] {
  const findings = [
    ...configuration(request, facts, verdict),
    ...(facts.dns ? nameResolution(request, facts.dns) : []),
    ...addresses(request, facts, verdict),
  ];
  return inOrder(onePerCode(findings));
}

function configuration(request: VerifyRequest, facts: Facts, verdict: Verdict): Finding[] {
  const severity: Severity = verdict === 'reachable' ? 'warning' : 'error';
  const findings: Finding[] = [];
  if (facts.overlaps.length) findings.push(causes.cidrOverlap({ overlaps: facts.overlaps }, severity));
  const where = { address: request.host, port: request.port };
  if (request.port === PUBLIC_PORT && !request.allowPublic) findings.push(causes.portPublic(where, severity));
  if (request.port === MEMCACHED_PORT) findings.push(causes.portMemcached(where, severity));
  return findings;
}

function nameResolution({ host: name }: VerifyRequest, { a, aaaa, source: asked }: DnsFact): Finding[] {
  if (a.kind === 'none' && aaaa.kind === 'none')
    return [causes.dnsNameUnknown({ name, errno: a.errno, asked })];
  const severity: Severity = [a, aaaa].some((fact) => fact.kind === 'answers') ? 'warning' : 'error';
  const silent = [
    { record: 'A', fact: a },
    { record: 'AAAA', fact: aaaa },
  ].filter(({ fact }) => fact.kind === 'no-answer');
  const [first] = silent;
  if (first?.fact.kind !== 'no-answer') return [];
  const record = silent.map((one) => one.record).join(' and ');
  return [causes.dnsNoAnswer({ name, record, errno: first.fact.errno, asked }, severity)];
}

/** Each address by itself; where another one answers, what is wrong with this one is a warning about this one. */
function addresses(request: VerifyRequest, facts: Facts, verdict: Verdict): Finding[] {
  const answering = facts.addresses
    .filter((one) => addressVerdict(one) === 'reachable')
    .map((one) => one.address);
  return facts.addresses.flatMap((one) => {
    const findings = diagnoseAddress(request, one);
    if (verdict !== 'reachable' || answering.includes(one.address)) return findings;
    const { address } = one;
    const cause = inOrder(findings)[0];
    if (!cause) return [];
    const evidence = {
      address,
      port: request.port,
      code: cause.code,
      why: cause.summary,
      reachable: answering,
    };
    return [causes.addressPartlyUnreachable(evidence, 'warning')];
  });
}

/** The same cause at several addresses is one finding, whose evidence names the others. */
function onePerCode(findings: readonly Finding[]): Finding[] {
  const codes = [...new Set(findings.map((finding) => finding.code))];
  return codes.flatMap((code) => {
    const [first, ...others] = findings.filter((finding) => finding.code === code);
    if (!first) return [];
    const alsoAt = others.flatMap(({ evidence: { address } }) => address ?? []);
    return alsoAt.length ? [{ ...first, evidence: { ...first.evidence, alsoAt } }] : [first];
  });
}

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

function inOrder(findings: readonly Finding[]): Finding[] {
  const rank = ({ severity, code }: Finding) =>
    SEVERITIES.indexOf(severity) * CAUSE_CODES.length + CAUSE_CODES.indexOf(code);
  return findings.toSorted((a, b) => rank(a) - rank(b));
}
