import { describe, expect, it } from 'vitest';
import { verify } from '../../src/verify/verify.js';
import { makeCertificate } from './fixtures/certificate.js';
import { codes } from './fixtures/host.js';
import { lockedStore, openStore, type RespFixture, respServer } from './fixtures/resp-server.js';

const certificate = await makeCertificate();
const password = 'pass phrase';
const reply = lockedStore(password);

/** The AUTH commands that a store heard. */
const auths = (store: RespFixture) => store.heard.filter(([command]) => command === 'AUTH');

describe('a password', () => {
  it('is sent in clear when TLS is off by choice', async () => {
    const store = await respServer({ reply });
    const report = await verify({ endpoint: store.endpoint, tls: false, password });
    expect(report).toMatchObject({ verdict: 'reachable', findings: [] });
    expect(auths(store)).toEqual([['AUTH', password]]);
  });

  it('is not sent in clear when TLS was left open', async () => {
    const store = await respServer({ reply });
    const report = await verify({ endpoint: store.endpoint, password });
    expect([report.verdict, ...codes(report)]).toEqual(['reachable', 'resp_password_withheld']);
    expect(report.findings[0]).toMatchObject({ severity: 'warning', evidence: { transport: 'plain' } });
    expect(auths(store)).toEqual([]);
  });

  it.each([['auto' as const], [true]])('is sent over verified TLS (tls: %s)', async (tls) => {
    const store = await respServer({ reply: lockedStore(password), tls: certificate });
    const report = await verify({ endpoint: store.endpoint, tls, password, ca: certificate.ca });
    expect(report.verdict).toBe('reachable');
    expect(codes(report)).not.toContain('resp_password_withheld');
    expect(auths(store)).toEqual([['AUTH', password]]);
  });

  it.each([['auto' as const], [true]])('is not sent over unverified TLS (tls: %s)', async (tls) => {
    const store = await respServer({ reply, tls: certificate });
    const report = await verify({ endpoint: store.endpoint, tls, password });
    expect(codes(report)).toContain('resp_password_withheld');
    expect(codes(report)).toContain('tls_certificate_untrusted');
    expect(auths(store)).toEqual([]);
  });

  it('is not sent when the certificate is for another name', async () => {
    const other = await makeCertificate('127.0.0.9');
    const store = await respServer({ reply, tls: other });
    const report = await verify({ endpoint: store.endpoint, tls: true, password, ca: other.ca });
    expect(codes(report)).toEqual(['tls_certificate_name', 'resp_password_withheld']);
    expect(report.findings[0]?.summary).toContain('127.0.0.9');
    expect(auths(store)).toEqual([]);
  });

  it('is sent when the expected name is passed', async () => {
    const other = await makeCertificate('127.0.0.9');
    const store = await respServer({ reply: lockedStore(password), tls: other });
    const options = { endpoint: store.endpoint, tls: true, password, ca: other.ca, servername: 'localhost' };
    expect(await verify(options)).toMatchObject({ verdict: 'reachable', findings: [] });
  });

  it('goes with its user name', async () => {
    const store = await respServer({ reply: lockedStore(password, 'reader') });
    const report = await verify({ endpoint: `redis://reader:pass%20phrase@${store.endpoint}` });
    expect(report.findings).toEqual([]);
    expect(auths(store)).toEqual([['AUTH', 'reader', password]]);
  });

  it('that is wrong leaves the store reachable', async () => {
    const store = await respServer({ reply });
    const report = await verify({ endpoint: store.endpoint, tls: false, password: 'wrong' });
    expect([report.verdict, ...codes(report)]).toEqual(['reachable', 'resp_wrongpass']);
  });

  it('that the store does not want is said', async () => {
    const refusal = '-ERR AUTH <password> called without any password configured for the default user.\r\n';
    const store = await respServer({
      reply: (words, socket) => (words[0] === 'AUTH' ? refusal : openStore(words, socket)),
    });
    const report = await verify({ endpoint: store.endpoint, tls: false, password });
    expect([report.verdict, ...codes(report)]).toEqual(['reachable', 'resp_password_unused']);
  });

  it('need not be there to prove the way', async () => {
    const store = await respServer({ reply: lockedStore('another') });
    const report = await verify({ endpoint: store.endpoint });
    expect(report.findings).toMatchObject([{ code: 'resp_noauth', severity: 'info', layer: 'resp' }]);
    expect(report.findings[0]?.fix.command).toContain('--password-env');
  });

  it('that ends the connection does not undo NOAUTH', async () => {
    const store = await respServer({
      reply: ([command], socket) => {
        if (command !== 'AUTH') return '-NOAUTH Authentication required.\r\n';
        socket.destroy();
        return undefined;
      },
    });
    const report = await verify({ endpoint: store.endpoint, tls: false, password });
    expect([report.verdict, ...codes(report)]).toEqual(['reachable', 'resp_error_reply']);
  });
});
