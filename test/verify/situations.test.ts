import { expect, it } from 'vitest';
import type { VerifyReport } from '../../src/verify/types.js';
import { verify } from '../../src/verify/verify.js';
import { makeCertificate } from './fixtures/certificate.js';
import { codes } from './fixtures/host.js';
import { freePort } from './fixtures/listen.js';
import {
  closingServer,
  httpServer,
  loadingStore,
  resettingAtOnceServer,
  resettingServer,
  silentServer,
  sshServer,
} from './fixtures/misbehaving.js';
import { lockedStore, respServer } from './fixtures/resp-server.js';

const certificate = await makeCertificate();

const situations: readonly [string, string, string, () => Promise<VerifyReport>][] = [
  ['open', 'reachable', 'none', async () => verify({ endpoint: (await respServer()).endpoint })],
  [
    'NOAUTH',
    'reachable',
    'resp_noauth',
    async () => verify({ endpoint: (await respServer({ reply: lockedStore('pass') })).endpoint }),
  ],
  [
    'TLS only',
    'reachable',
    'tls_required',
    async () => verify({ endpoint: (await respServer({ tls: certificate })).endpoint }),
  ],
  [
    'TLS only, asked in clear',
    'unreachable',
    'tls_required',
    async () => verify({ endpoint: (await respServer({ tls: certificate })).endpoint, tls: false }),
  ],
  [
    'plain only, asked for TLS',
    'unreachable',
    'tls_not_offered',
    async () => verify({ endpoint: (await respServer()).endpoint, tls: true }),
  ],
  [
    'refused',
    'unreachable',
    'tcp_refused',
    async () => verify({ endpoint: `127.0.0.1:${await freePort()}` }),
  ],
  [
    'reset',
    'unreachable',
    'connection_reset',
    async () => verify({ endpoint: (await resettingServer()).endpoint }),
  ],
  [
    'reset at once',
    'unreachable',
    'connection_reset',
    async () => verify({ endpoint: (await resettingAtOnceServer()).endpoint }),
  ],
  [
    'closed without a byte',
    'unreachable',
    'connection_closed',
    async () => verify({ endpoint: (await closingServer()).endpoint }),
  ],
  [
    'closed, asked for TLS',
    'unreachable',
    'connection_closed',
    async () => verify({ endpoint: (await closingServer()).endpoint, tls: true }),
  ],
  [
    'reset, asked for TLS',
    'unreachable',
    'connection_reset',
    async () => verify({ endpoint: (await resettingServer()).endpoint, tls: true }),
  ],
  ['silent', 'unreachable', 'resp_silent', async () => verify({ endpoint: (await silentServer()).endpoint })],
  [
    'silent, asked for TLS',
    'unreachable',
    'resp_silent',
    async () => verify({ endpoint: (await silentServer()).endpoint, tls: true }),
  ],
  [
    'HTTP server',
    'unreachable',
    'resp_http_server',
    async () => verify({ endpoint: (await httpServer()).endpoint }),
  ],
  [
    'HTTP server, asked for TLS',
    'unreachable',
    'resp_http_server',
    async () => verify({ endpoint: (await httpServer()).endpoint, tls: true }),
  ],
  [
    'SSH server',
    'unreachable',
    'resp_not_redis',
    async () => verify({ endpoint: (await sshServer()).endpoint }),
  ],
  ['loading', 'reachable', 'resp_loading', async () => verify({ endpoint: (await loadingStore()).endpoint })],
  [
    'wrong CIDR',
    'reachable',
    'endpoint_outside_cidr',
    async () => verify({ endpoint: (await respServer()).endpoint, cidrs: ['192.168.0.0/16'] }),
  ],
  ['public address', 'unknown', 'address_public', () => verify({ endpoint: '203.0.113.7:6379' })],
  ['name unknown', 'unreachable', 'dns_name_unknown', () => verify({ endpoint: 'store.invalid' })],
];

it.each(situations)('%s: %s, first cause %s, within 2.5 s', async (_, verdict, cause, run) => {
  const report = await run();
  expect([report.verdict, codes(report)[0] ?? 'none']).toEqual([verdict, cause]);
  expect(report.durationMs).toBeLessThan(2500);
});
