import { connect } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { verify } from '../../src/verify/verify.js';
import { makeCertificate } from './fixtures/certificate.js';
import { codes } from './fixtures/host.js';
import { listen, listenWith } from './fixtures/listen.js';
import { silentServer, slowStore } from './fixtures/misbehaving.js';
import { respServer } from './fixtures/resp-server.js';

const certificate = await makeCertificate();
/** So generous that a test which waits for it fails by its own timeout. */
const respTimeoutMs = 60_000;
const patient = { respTimeoutMs, timeoutMs: 60_000 };

describe('a plain client at a TLS store', () => {
  it('is told at once, without waiting for the deadline', async () => {
    const store = await respServer({ tls: certificate });
    const report = await verify({ endpoint: store.endpoint, tls: false, ...patient });
    expect(report).toMatchObject({
      verdict: 'unreachable',
      findings: [{ code: 'tls_required', severity: 'error' }],
    });
    expect(report.findings[0]?.fix.command).toContain('redis-cli --tls');
  });

  it('is told when the store answers with a TLS alert', async () => {
    const alerting = await listenWith((socket) => {
      socket.on('data', () => socket.end(Buffer.from([0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x46])));
    });
    const report = await verify({ endpoint: alerting.endpoint, tls: false, ...patient });
    expect(codes(report)).toEqual(['tls_required']);
  });

  it("is told in Dragonfly's own words", async () => {
    const refusal = '-ERR Bad TLS header, double check if you enabled TLS for your client.\r\n';
    const behind = await respServer({ tls: certificate });
    const store = await listenWith((socket) => {
      socket.once('data', (first) => {
        if (first[0] !== 0x16) return void socket.end(refusal);
        const onward = connect(behind.port, '127.0.0.1').on('error', () => undefined);
        onward.write(first);
        socket.pipe(onward).pipe(socket);
      });
    });
    const off = await verify({ endpoint: store.endpoint, tls: false, ...patient });
    expect([off.verdict, ...codes(off)]).toEqual(['unreachable', 'tls_required']);
    const auto = await verify({ endpoint: store.endpoint, ca: certificate.ca, ...patient });
    expect([auto.verdict, ...codes(auto)]).toEqual(['reachable', 'tls_required']);
  });

  it('is told when the store waits in silence', async () => {
    const behind = await respServer({ tls: certificate });
    const store = await listenWith((socket) => {
      socket.once('data', (first) => {
        if (first[0] !== 0x16) return;
        const onward = connect(behind.port, '127.0.0.1').on('error', () => undefined);
        onward.write(first);
        socket.pipe(onward).pipe(socket);
      });
    });
    const report = await verify({ endpoint: store.endpoint, tls: false, ...patient });
    expect(codes(report)).toEqual(['tls_required']);
  });

  it('goes on over TLS when that was left open', async () => {
    const store = await respServer({ tls: certificate });
    const report = await verify({ endpoint: store.endpoint, ca: certificate.ca, ...patient });
    expect(report).toMatchObject({
      verdict: 'reachable',
      findings: [{ code: 'tls_required', severity: 'info' }],
    });
    expect(store.heard).toContainEqual(['PING']);
    expect(report.checks.find((check) => check.id.startsWith('resp.ping'))?.evidence).toMatchObject({
      transport: 'tls',
    });
  });
});

describe('a TLS client at a plain store', () => {
  it('is told although the store hangs on the hello', async () => {
    const store = await respServer();
    const report = await verify({ endpoint: store.endpoint, tls: true, ...patient });
    expect(report).toMatchObject({ verdict: 'unreachable', findings: [{ code: 'tls_not_offered' }] });
    expect(report.findings[0]?.fix.text).toContain('redis://');
  });

  it('is told when the store refuses the hello in clear', async () => {
    const store = await listenWith((socket) => {
      socket.on('data', (chunk) => socket.write(chunk[0] === 0x16 ? '-ERR unknown\r\n' : '+PONG\r\n'));
    });
    const report = await verify({ endpoint: store.endpoint, tls: true, ...patient });
    expect(codes(report)).toEqual(['tls_not_offered']);
  });
});

describe('a TLS store', () => {
  it('that wants a client certificate is told apart', async () => {
    const store = await respServer({ tls: certificate, requestCert: true });
    const report = await verify({ endpoint: store.endpoint, tls: true, ca: certificate.ca, ...patient });
    expect([report.verdict, ...codes(report)]).toEqual(['unreachable', 'tls_client_certificate_required']);
  });

  it('without a common cipher is told apart', async () => {
    const server = createTlsServer({
      key: certificate.key,
      cert: certificate.cert,
      maxVersion: 'TLSv1.2',
      ciphers: 'AES128-SHA256',
    });
    const store = await listen(server);
    const report = await verify({ endpoint: store.endpoint, tls: true, ...patient });
    expect([report.verdict, ...codes(report)]).toEqual(['unreachable', 'tls_handshake_failed']);
  });

  it('that is an HTTPS server is told apart', async () => {
    const server = createTlsServer({ key: certificate.key, cert: certificate.cert }, (socket) => {
      socket.on('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    });
    const store = await listen(server);
    const report = await verify({ endpoint: store.endpoint, tls: true, ca: certificate.ca, ...patient });
    expect([report.verdict, ...codes(report)]).toEqual(['unreachable', 'resp_http_server']);
  });

  it('that falls silent after the handshake is unreachable', async () => {
    const server = createTlsServer({ key: certificate.key, cert: certificate.cert }, (socket) =>
      socket.resume(),
    );
    const store = await listen(server);
    const report = await verify({
      endpoint: store.endpoint,
      tls: true,
      ca: certificate.ca,
      respTimeoutMs: 400,
    });
    expect([report.verdict, ...codes(report)]).toEqual(['unreachable', 'resp_silent']);
  });
});

it('a slow plain store is not taken for anything else', async () => {
  const store = await slowStore(600);
  expect(await verify({ endpoint: store.endpoint })).toMatchObject({ verdict: 'reachable', findings: [] });
  expect(store.accepted()).toBe(2);
});

it('a quick plain store sees one connection', async () => {
  const store = await respServer();
  await verify({ endpoint: store.endpoint });
  expect(store.accepted()).toBe(1);
});

it('silence costs one deadline, not two', async () => {
  const server = await silentServer();
  const report = await verify({ endpoint: server.endpoint, respTimeoutMs: 500 });
  expect(codes(report)).toEqual(['resp_silent']);
  expect(report.durationMs).toBeLessThan(950);
});
