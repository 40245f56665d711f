import { describe, expect, it } from 'vitest';
import { verify } from '../../../src/verify/verify.js';
import { codes, verifyOn } from '../fixtures/host.js';
import { freePort } from '../fixtures/listen.js';
import { respServer } from '../fixtures/resp-server.js';

/** A machine on which the kernel would have to be asked, and must not be. */
const untouchable = {
  sourceAddress: () => Promise.reject(new TypeError('the kernel was asked')),
};

describe('no packet goes to', () => {
  it.each(['8.8.8.8', '203.0.113.7', '[2001:db8::1]', '[64:ff9b::a00:1]', '[::ffff:8.8.8.8]', '11.0.0.1'])(
    'the public address %s',
    async (address) => {
      const report = await verifyOn(untouchable, { endpoint: `${address}:6379` });
      expect([report.verdict, ...codes(report)]).toEqual(['unknown', 'address_public']);
      const later = report.checks.filter((check) => ['route', 'tcp', 'tls', 'resp'].includes(check.layer));
      expect(new Set(later.map((check) => check.status))).toEqual(new Set(['skipped']));
    },
  );

  it.each(['0.0.0.0', '169.254.169.254', '224.0.0.1', '255.255.255.255', '[::]', '[fe80::1]', '[ff02::1]'])(
    'the unusable address %s, which proves a mistake',
    async (address) => {
      const report = await verifyOn(untouchable, { endpoint: `${address}:6379` });
      expect([report.verdict, ...codes(report)]).toEqual(['unreachable', 'address_unusable']);
    },
  );

  it('a public address inside the CIDR, unless allowed', async () => {
    const options = { endpoint: '203.0.113.7', cidrs: ['203.0.113.0/24'] };
    const report = await verifyOn(untouchable, options);
    expect(report.findings).toMatchObject([{ code: 'address_public', evidence: { insideCidrs: true } }]);
    expect(report.findings[0]?.fix.text).toContain('--allow-public');
  });
});

it('a public address is tried when that is allowed', async () => {
  const asked: string[] = [];
  const host = {
    sourceAddress: (address: string) => {
      asked.push(address);
      return Promise.reject(Object.assign(new TypeError(), { code: 'ENETUNREACH' }));
    },
  };
  const report = await verifyOn(host, { endpoint: '203.0.113.7', allowPublic: true });
  expect(asked).toEqual(['203.0.113.7']);
  expect(report.checks.find((check) => check.id === 'address.endpoint:203.0.113.7')?.status).toBe('pass');
  expect([report.verdict, ...codes(report)]).toEqual(['unreachable', 'route_none']);
});

describe("an endpoint outside the network's CIDR", () => {
  it('is a warning where it answers all the same', async () => {
    const store = await respServer({ reply: () => '-NOAUTH Authentication required.\r\n' });
    const report = await verify({ endpoint: store.endpoint, cidrs: ['10.0.0.0/16', 'fd00::/8'] });
    expect(report.verdict).toBe('reachable');
    expect(report.findings).toMatchObject([
      {
        code: 'endpoint_outside_cidr',
        severity: 'warning',
        evidence: { cidrs: ['10.0.0.0/16', 'fd00::/8'] },
      },
      { code: 'resp_noauth' },
    ]);
  });

  it('is the first cause where it does not answer', async () => {
    const report = await verify({ endpoint: `127.0.0.1:${await freePort()}`, cidrs: ['10.0.0.0/16'] });
    expect([report.verdict, ...codes(report)]).toEqual([
      'unreachable',
      'endpoint_outside_cidr',
      'tcp_refused',
    ]);
  });
});

it('an endpoint inside the CIDR is fine', async () => {
  const store = await respServer();
  const report = await verify({ endpoint: store.endpoint, cidrs: ['10.0.0.0/16', '127.0.0.0/24'] });
  expect(report.findings).toEqual([]);
});

describe('overlapping networks', () => {
  it('are found, each pair named', async () => {
    const store = await respServer();
    const report = await verify({
      endpoint: store.endpoint,
      cidrs: ['127.0.0.0/16', '10.1.0.0/16'],
      sourceCidrs: ['10.0.0.0/8', '192.168.0.0/16'],
    });
    expect(report.findings).toMatchObject([
      { code: 'cidr_overlap', severity: 'warning', evidence: { overlaps: [['10.1.0.0/16', '10.0.0.0/8']] } },
    ]);
  });

  it('are an error where nothing answers', async () => {
    const cidrs = ['127.0.0.0/8'];
    const report = await verify({ endpoint: '127.0.0.1:1', cidrs, sourceCidrs: cidrs });
    expect(report.findings[0]).toMatchObject({ code: 'cidr_overlap', severity: 'error' });
  });
});

describe('a port', () => {
  it.each([
    [6385, 'port_public'],
    [6371, 'port_memcached'],
  ])('%i is a finding: %s', async (port, code) => {
    const report = await verify({ endpoint: '127.77.1.5', port });
    expect(codes(report)[0]).toBe(code);
  });

  it('6385 is what a public endpoint has', async () => {
    const options = { endpoint: '127.77.1.5', port: 6385, allowPublic: true };
    const report = await verify(options);
    expect(codes(report)).toEqual(['tcp_refused']);
    expect(report.checks.find((check) => check.id === 'address.port')?.status).toBe('pass');
  });
});
