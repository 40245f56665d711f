import { describe, expect, it } from 'vitest';
import { verify } from '../../src/verify/verify.js';
import { codes, failing, knowing, verifyOn } from './fixtures/host.js';
import { respServer } from './fixtures/resp-server.js';

describe('a name', () => {
  it('is resolved to both families, each reported apart', async () => {
    const store = await respServer();
    const names = knowing({ 'store.example': ['127.0.0.1'] });
    const report = await verifyOn(names, { endpoint: 'store.example', port: store.port });
    expect(report).toMatchObject({ verdict: 'reachable', findings: [] });
    expect(report.checks.filter((check) => check.layer === 'dns')).toMatchObject([
      { id: 'dns.a', status: 'pass', evidence: { answers: ['127.0.0.1'] } },
      { id: 'dns.aaaa', status: 'pass', summary: 'AAAA none', evidence: { errno: 'ENOTFOUND' } },
    ]);
  });

  it('that is not known is unreachable', async () => {
    const report = await verifyOn(knowing({}), { endpoint: 'stoer.example' });
    expect([report.verdict, ...codes(report)]).toEqual(['unreachable', 'dns_name_unknown']);
    expect(report.findings[0]).toMatchObject({ evidence: { name: 'stoer.example', errno: 'ENOTFOUND' } });
  });

  it('below .invalid is unknown without a question', async () => {
    const report = await verify({ endpoint: 'store.invalid' });
    expect([report.verdict, ...codes(report)]).toEqual(['unreachable', 'dns_name_unknown']);
    expect(report.findings[0]?.evidence).toMatchObject({ asked: expect.stringContaining('RFC 6761') });
  });

  it.each(['EAI_AGAIN', 'ESERVFAIL', 'ETIMEOUT'])(
    'that nobody answers for (%s) is undecided',
    async (errno) => {
      const report = await verifyOn(failing(errno), { endpoint: 'store.example' });
      expect([report.verdict, ...codes(report)]).toEqual(['unknown', 'dns_no_answer']);
      expect(report.findings[0]?.evidence).toMatchObject({ errno, record: 'A and AAAA' });
    },
  );

  it('is given up on when the name server keeps silent', async () => {
    const never = { lookup: () => new Promise<never>(() => undefined) };
    const report = await verifyOn(never, { endpoint: 'store.example', timeoutMs: 300 });
    expect([report.verdict, ...codes(report)]).toEqual(['unknown', 'dns_no_answer']);
  });

  it('whose other family nobody answers for is reachable with a warning', async () => {
    const store = await respServer();
    const host = {
      lookup: (_: string, family: 4 | 6) =>
        family === 4 ? Promise.resolve(['127.0.0.1']) : failing('EAI_AGAIN').lookup('store.example', 6),
    };
    const report = await verifyOn(host, { endpoint: 'store.example', port: store.port });
    expect(report).toMatchObject({
      verdict: 'reachable',
      findings: [{ code: 'dns_no_answer', severity: 'warning', evidence: { record: 'AAAA' } }],
    });
  });

  it('that this machine knows from its hosts file says so', async () => {
    const store = await respServer();
    const report = await verify({ endpoint: `localhost:${store.port}` });
    expect(report.verdict).toBe('reachable');
    expect(report.checks.find((check) => check.id === 'dns.a')?.evidence).toMatchObject({
      asked: expect.stringMatching(/hosts file|name servers/),
    });
  });

  it('with a public address gets no packet', async () => {
    const names = knowing({ 'store.example': ['203.0.113.9'] });
    const report = await verifyOn(names, { endpoint: 'store.example', cidrs: ['10.0.0.0/16'] });
    expect([report.verdict, ...codes(report)]).toEqual(['unknown', 'address_public']);
    expect(report.findings[0]?.summary).toContain('store.example resolves to the public address 203.0.113.9');
  });
});

describe('several addresses', () => {
  it('are tried in turn and reported apart', async () => {
    const store = await respServer();
    const names = knowing({ 'store.example': ['127.0.0.2', '127.0.0.1'] });
    const report = await verifyOn(names, { endpoint: 'store.example', port: store.port });
    expect(report.checks.filter((check) => check.layer === 'tcp')).toMatchObject([
      { id: 'tcp.connect:127.0.0.2', status: 'fail', evidence: { errno: 'ECONNREFUSED' } },
      { id: 'tcp.connect:127.0.0.1', status: 'pass' },
    ]);
  });

  it('of which one is down are reachable with a warning', async () => {
    const store = await respServer();
    const names = knowing({ 'store.example': ['127.0.0.2', '127.0.0.1'] });
    const report = await verifyOn(names, { endpoint: 'store.example', port: store.port });
    expect(report).toMatchObject({
      verdict: 'reachable',
      findings: [
        {
          code: 'address_partly_unreachable',
          severity: 'warning',
          evidence: { address: '127.0.0.2', code: 'tcp_refused', reachable: ['127.0.0.1'] },
        },
      ],
    });
  });

  it('that all fail alike are one finding', async () => {
    const names = knowing({ 'store.example': ['127.0.0.2', '127.0.0.3'] });
    const report = await verifyOn(names, { endpoint: 'store.example:1' });
    expect(report).toMatchObject({
      verdict: 'unreachable',
      findings: [{ code: 'tcp_refused', evidence: { address: '127.0.0.2', alsoAt: ['127.0.0.3'] } }],
    });
  });

  it('are each judged once', async () => {
    const names = knowing({ 'store.example': ['127.0.0.2', '127.0.0.2', '::ffff:127.0.0.2'] });
    const report = await verifyOn(names, { endpoint: 'store.example:1' });
    expect(report.checks.filter((check) => check.layer === 'tcp')).toHaveLength(1);
  });
});
