import { describe, expect, it } from 'vitest';
import type { Host } from '../../../src/verify/host.js';
import { verify } from '../../../src/verify/verify.js';
import { codes, verifyOn } from '../fixtures/host.js';
import { freePort } from '../fixtures/listen.js';
import { respServer } from '../fixtures/resp-server.js';

it('is skipped for loopback, whatever the source CIDRs are', async () => {
  const store = await respServer();
  const report = await verify({ endpoint: store.endpoint, sourceCidrs: ['10.0.0.0/8'] });
  expect(report).toMatchObject({ verdict: 'reachable', findings: [] });
  expect(report.checks.find((check) => check.layer === 'route')).toMatchObject({ status: 'skipped' });
});

/*
 * Private addresses cannot be tried on this machine. Here `10.1.2.3` has no route, so no packet is sent either, and
 * what the kernel would say is given.
 */
const noRoute: Partial<Host> = {
  sourceAddress: () => Promise.reject(Object.assign(new TypeError(), { code: 'ENETUNREACH' })),
};

describe('a host without a route', () => {
  it('is unreachable, and nothing is sent', async () => {
    const report = await verifyOn(noRoute, { endpoint: '10.1.2.3' });
    expect([report.verdict, ...codes(report)]).toEqual(['unreachable', 'route_none']);
    expect(report.checks.find((check) => check.layer === 'tcp')).toMatchObject({ status: 'skipped' });
    expect(report.findings[0]?.fix.command).toBe('ip route get 10.1.2.3');
  });

  it('for IPv6 is told about IPv6', async () => {
    const report = await verifyOn(noRoute, { endpoint: 'fd00::1' });
    expect(report.findings[0]?.fix.text).toContain('IPv6');
  });
});

it('the first port that refuses proves that packets pass', async () => {
  expect(codes(await verify({ endpoint: `127.0.0.1:${await freePort()}` }))).toEqual(['tcp_refused']);
});
