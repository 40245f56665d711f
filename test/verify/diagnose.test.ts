import { describe, expect, it } from 'vitest';
import { cidr } from '../../src/path/cidr.js';
import { CAUSE_CODES } from '../../src/verify/cause-codes.js';
import * as causes from '../../src/verify/causes.js';
import { diagnose } from '../../src/verify/diagnose.js';
import type { AddressFacts, Facts } from '../../src/verify/facts.js';
import { readVerifyOptions, type VerifyOptions } from '../../src/verify/options.js';
import { verdictOf } from '../../src/verify/verdict.js';

const route = { kind: 'source', address: '172.17.0.2', interface: 'eth0', route: undefined } as const;

/** Diagnoses one private address of which these facts are known. */
function judge(facts: Partial<AddressFacts>, options: Partial<VerifyOptions> = {}) {
  const address = '10.1.2.3';
  const one: AddressFacts = {
    address,
    block: cidr(`${address}/32`),
    kind: 'private',
    insideCidrs: true,
    ...facts,
  };
  const all: Facts = { overlaps: [], addresses: [one] };
  const request = readVerifyOptions({ endpoint: address, cidrs: ['10.1.0.0/16'], ...options });
  const verdict = verdictOf(all);
  const findings = diagnose(request, all, verdict);
  return { verdict, findings, codes: findings.map((finding) => finding.code) };
}

const silent = { kind: 'timeout', ms: 4000, patient: true } as const;
const refused = { kind: 'failed', errno: 'ECONNREFUSED', ms: 1 } as const;
const pong = { kind: 'reply', value: 'PONG', ms: 1 } as const;
const sourceCidrs = ['10.9.0.0/16'];

describe('a source outside the peered VPC', () => {
  it('comes before the timeout that it explains', () => {
    const { verdict, codes, findings } = judge(
      { route: { ...route, outside: true }, tcp: silent },
      { sourceCidrs },
    );
    expect([verdict, ...codes]).toEqual(['unreachable', 'source_outside_vpc', 'tcp_timeout']);
    expect(findings[0]?.fix.text).toContain('not transitive');
  });

  it('does not explain a refusal, which proves that packets pass', () => {
    const { codes } = judge({ route: { ...route, outside: true }, tcp: refused }, { sourceCidrs });
    expect(codes).toEqual(['tcp_refused', 'source_outside_vpc']);
  });

  it('is information only where the store answers', () => {
    const facts = {
      route: { ...route, outside: true },
      tcp: { kind: 'open', ms: 1 },
      transport: { spoken: 'plain', plain: pong },
      resp: { ping: pong, echoes: [], nodes: [] },
    } as const;
    const { verdict, findings } = judge(
      { ...facts, resp: { ping: pong, echoes: [], nodes: [] } },
      { sourceCidrs },
    );
    expect(verdict).toBe('reachable');
    expect(findings).toMatchObject([{ code: 'source_outside_vpc', severity: 'info' }]);
  });
});

describe('an errno', () => {
  it.each([
    ['ECONNREFUSED', 'unreachable', 'tcp_refused'],
    ['ECONNRESET', 'unreachable', 'connection_reset'],
    ['EHOSTUNREACH', 'unreachable', 'tcp_host_unreachable'],
    ['ENETUNREACH', 'unreachable', 'tcp_network_unreachable'],
    ['EACCES', 'unreachable', 'tcp_not_permitted'],
    ['EPERM', 'unreachable', 'tcp_not_permitted'],
    ['EPROTO', 'unreachable', 'tcp_failed'],
    ['EMFILE', 'unknown', 'tcp_local_limit'],
    ['EADDRNOTAVAIL', 'unknown', 'tcp_local_limit'],
  ])('%s is %s: %s', (errno, verdict, code) => {
    const judged = judge({ tcp: { kind: 'failed', errno, ms: 1 } });
    expect([judged.verdict, ...judged.codes]).toEqual([verdict, code]);
  });
});

describe('a certificate', () => {
  const session = {
    version: 'TLSv1.3',
    verified: false,
    subject: 'store',
    issuer: 'someone',
    names: 'DNS:store.example',
    validTo: 'Jan  1 00:00:00 2020 GMT',
  };

  it.each([
    ['CERT_HAS_EXPIRED', 'tls_certificate_expired'],
    ['CERT_NOT_YET_VALID', 'tls_certificate_expired'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls_certificate_name'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'tls_certificate_untrusted'],
  ])('that is refused with %s is %s', (problem, code) => {
    const withProblem = { ...session, problem };
    const { verdict, findings } = judge(
      {
        tcp: { kind: 'open', ms: 1 },
        transport: { spoken: 'tls' },
        session: withProblem,
        resp: { ping: pong, echoes: [], nodes: [] },
      },
      { tls: true },
    );
    expect(verdict).toBe('reachable');
    expect(findings.find((finding) => finding.code === code)).toMatchObject({ severity: 'warning' });
  });
});

describe('the catalogue', () => {
  const made = Object.values(causes).flatMap((value) => ('code' in value ? [value] : []));

  it('has one cause for each code', () => {
    expect(made.map((cause) => cause.code).toSorted()).toEqual([...CAUSE_CODES].toSorted());
  });

  it('puts lower layers first', () => {
    expect(CAUSE_CODES.indexOf('endpoint_outside_cidr')).toBeLessThan(CAUSE_CODES.indexOf('tcp_timeout'));
    expect(CAUSE_CODES.indexOf('tls_required')).toBeLessThan(CAUSE_CODES.indexOf('resp_noauth'));
  });
});

it('every unreachable address has a cause', () => {
  const answers = ['reset', 'closed', 'silent', 'tls-wanted'] as const;
  for (const tls of [true, false, 'auto'] as const) {
    for (const kind of answers) {
      const plain = { kind, errno: 'ECONNRESET', receivedBytes: 0, ms: 1 } as const;
      for (const spoken of [undefined, 'tls'] as const) {
        const { verdict, codes } = judge(
          { tcp: { kind: 'open', ms: 1 }, transport: { spoken, plain, tls: { kind: 'not-tls', ms: 1 } } },
          { tls },
        );
        expect(verdict).toBe('unreachable');
        expect(codes, `${tls} ${kind} ${spoken}`).not.toEqual([]);
      }
    }
  }
});
