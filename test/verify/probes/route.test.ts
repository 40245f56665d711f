import { describe, expect, it } from 'vitest';
import { type Host, thisHost } from '../../../src/verify/host.js';
import { verify } from '../../../src/verify/verify.js';
import { codes, verifyOn, vpcHost } from '../fixtures/host.js';
import { respServer } from '../fixtures/resp-server.js';

it('is skipped for loopback, whatever the source CIDRs are', async () => {
  const store = await respServer();
  const report = await verify({ endpoint: store.endpoint, sourceCidrs: ['10.0.0.0/8'] });
  expect(report).toMatchObject({ verdict: 'reachable', findings: [] });
  expect(report.checks.find((check) => check.layer === 'route')).toMatchObject({ status: 'skipped' });
});

/** A machine whose kernel answers with this errno. */
const kernelSays = (errno: string): Partial<Host> => ({
  ...vpcHost('10.0.0.5'),
  sourceAddress: () => Promise.reject(Object.assign(new TypeError(), { code: errno })),
});

describe('the source address', () => {
  const options = { endpoint: '192.168.0.9', cidrs: ['192.168.0.0/16'], sourceCidrs: ['10.0.0.0/16'] };

  it('inside the peered VPC is fine', async () => {
    const store = await respServer();
    const report = await verifyOn(vpcHost('10.0.0.5', { '192.168.0.9': store.port }), options);
    expect(report).toMatchObject({ verdict: 'reachable', findings: [] });
    expect(report.checks.find((check) => check.layer === 'route')).toMatchObject({
      id: 'route.source:192.168.0.9',
      status: 'pass',
      summary: 'from 10.0.0.5 on eth0, inside 10.0.0.0/16',
      evidence: { source: '10.0.0.5', interface: 'eth0' },
    });
  });

  it('outside the peered VPC explains the silence', async () => {
    const report = await verifyOn(vpcHost('172.17.0.2'), options);
    expect([report.verdict, ...codes(report)]).toEqual(['unreachable', 'source_outside_vpc', 'tcp_timeout']);
    expect(report.checks.find((check) => check.layer === 'route')).toMatchObject({ status: 'fail' });
  });

  it('outside the peered VPC is information where it works', async () => {
    const store = await respServer();
    const report = await verifyOn(vpcHost('172.17.0.2', { '192.168.0.9': store.port }), options);
    expect(report).toMatchObject({
      verdict: 'reachable',
      findings: [{ code: 'source_outside_vpc', severity: 'info', evidence: { source: '172.17.0.2' } }],
    });
  });

  it('is shown with the route of the kernel', async () => {
    const routes =
      'Iface Destination Gateway Flags RefCnt Use Metric Mask\neth0 00000000 0100000A 0003 0 0 0 00000000';
    const host = { ...vpcHost('10.0.0.5'), kernelRoutes: () => Promise.resolve(routes) };
    const report = await verifyOn(host, options);
    expect(report.checks.find((check) => check.layer === 'route')?.evidence).toMatchObject({
      route: '0.0.0.0/0 via 10.0.0.1 dev eth0',
    });
  });
});

describe('a host without a route', () => {
  it('is unreachable, and nothing is sent', async () => {
    const report = await verifyOn(kernelSays('ENETUNREACH'), { endpoint: '10.1.2.3' });
    expect([report.verdict, ...codes(report)]).toEqual(['unreachable', 'route_none']);
    expect(report.checks.find((check) => check.layer === 'tcp')).toMatchObject({ status: 'skipped' });
    expect(report.findings[0]?.fix.command).toBe('ip route get 10.1.2.3');
  });

  it('for IPv6 is told about IPv6', async () => {
    const report = await verifyOn(kernelSays('ENETUNREACH'), { endpoint: 'fd00::1' });
    expect(report.findings[0]?.fix.text).toContain('IPv6');
  });
});

it('a kernel that cannot be asked decides nothing', async () => {
  const store = await respServer();
  const host = {
    ...kernelSays('EMFILE'),
    connect: vpcHost('', { '10.1.2.3': store.port }).connect ?? thisHost.connect,
  };
  const report = await verifyOn(host, { endpoint: '10.1.2.3' });
  expect(report).toMatchObject({ verdict: 'reachable', findings: [] });
  expect(report.checks.find((check) => check.layer === 'route')).toMatchObject({ status: 'inconclusive' });
});
