import { afterEach, describe, expect, it } from 'vitest';
import type { VerifyReport } from '../../src/verify/index.js';
import { dfcloud, installed } from './helpers/programs.js';
import { type RedisServer, startRedisServer } from './helpers/redis-server.js';

const ADDRESS = '127.0.1.79';
const ENDPOINT = `${ADDRESS}:6379`;
const PASSWORD = 'a-password-that-must-not-show';

let server: RedisServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

describe.skipIf(!installed('redis-server', 'redis-server'))(
  'dfcloud verify against a real redis-server',
  () => {
    it('finds a plain server reachable, with nothing to say', async () => {
      server = await startRedisServer(ADDRESS);
      const { code, report } = await verify(['--cidr', '127.0.1.0/24']);
      expect(report).toMatchObject({ version: 1, verdict: 'reachable', endpoint: ENDPOINT, findings: [] });
      expect(summaryOf(report, 'resp.ping')).toBe('PONG');
      expect(code).toBe(0);
    });

    it('counts a server that wants a password as reachable', async () => {
      server = await startRedisServer(ADDRESS, { password: PASSWORD });
      const { code, report, codes } = await verify([]);
      expect([report.verdict, codes, code]).toEqual(['reachable', ['resp_noauth'], 0]);
    });

    it('authenticates where TLS is off by choice', async () => {
      server = await startRedisServer(ADDRESS, { password: PASSWORD });
      const { code, report, codes } = await verify(['--tls', 'off'], PASSWORD);
      expect([report.verdict, codes, code]).toEqual(['reachable', [], 0]);
    });

    it('reports a wrong password without showing it', async () => {
      server = await startRedisServer(ADDRESS, { password: 'another' });
      const { report, codes, code } = await verify(['--tls', 'off'], PASSWORD);
      expect([report.verdict, codes, code]).toEqual(['reachable', ['resp_wrongpass'], 0]);
    });

    it('does not send a password in clear by itself', async () => {
      server = await startRedisServer(ADDRESS, { password: PASSWORD });
      const { report, codes, code } = await verify([], PASSWORD);
      expect([report.verdict, codes[0], code]).toEqual(['reachable', 'resp_password_withheld', 0]);
    });

    it('verifies the certificate of a TLS server and authenticates', async () => {
      server = await startRedisServer(ADDRESS, { tls: true, password: PASSWORD });
      const { report, codes, code } = await verify(['--tls', 'on', '--ca', server.ca ?? ''], PASSWORD);
      expect([report.verdict, codes, code]).toEqual(['reachable', [], 0]);
      expect(summaryOf(report, 'tls.handshake')).toContain('TLSv1.3');
    });

    it('trusts the authorities that Node was told to trust', async () => {
      server = await startRedisServer(ADDRESS, { tls: true });
      const { codes } = await verify(['--tls', 'on'], undefined, { NODE_EXTRA_CA_CERTS: server.ca });
      expect(codes).toEqual([]);
    });

    it('names a certificate that nobody vouches for', async () => {
      server = await startRedisServer(ADDRESS, { tls: true });
      const { report, codes } = await verify(['--tls', 'on']);
      expect([report.verdict, codes]).toEqual(['reachable', ['tls_certificate_untrusted']]);
    });

    it('finds out that a server speaks TLS only', async () => {
      server = await startRedisServer(ADDRESS, { tls: true });
      const { report, codes, code } = await verify(['--tls', 'off']);
      expect([report.verdict, codes[0], code]).toEqual(['unreachable', 'tls_required', 1]);
      expect(report.durationMs).toBeLessThan(2_500);
    });

    it('finds out that a server speaks no TLS', async () => {
      server = await startRedisServer(ADDRESS);
      const { report, codes, code } = await verify(['--tls', 'on']);
      expect([report.verdict, codes[0], code]).toEqual(['unreachable', 'tls_not_offered', 1]);
      expect(report.durationMs).toBeLessThan(2_500);
    });

    it('says that nothing listens after the server ended', async () => {
      await (await startRedisServer(ADDRESS)).stop();
      const { report, codes, code } = await verify([]);
      expect([report.verdict, codes, code]).toEqual(['unreachable', ['tcp_refused'], 1]);
    });

    it('prints text for people, ending with the same verdict', async () => {
      server = await startRedisServer(ADDRESS);
      const { code, stdout } = await dfcloud(['verify', '--endpoint', `redis://${ENDPOINT}`]);
      expect(stdout).toMatch(/REACHABLE\s+127\.0\.1\.79:6379/);
      expect(stdout).toContain('PONG');
      expect(code).toBe(0);
    });
  },
);

async function verify(flags: readonly string[], password?: string, env: NodeJS.ProcessEnv = {}) {
  const secret = password === undefined ? [] : ['--password-env', 'STORE_PASSWORD'];
  const { code, stdout, stderr } = await dfcloud(
    ['verify', '--endpoint', ENDPOINT, '--json', ...flags, ...secret],
    {
      ...env,
      STORE_PASSWORD: password,
    },
  );
  expect(stdout + stderr).not.toContain(PASSWORD);
  const report: VerifyReport = JSON.parse(stdout);
  return { code, report, codes: report.findings.map((finding) => finding.code) };
}

function summaryOf(report: VerifyReport, id: string): string | undefined {
  return report.checks.find((check) => check.id.startsWith(id))?.summary;
}
