import { expect, it } from 'vitest';
import { joinReports } from '../../../src/verify/join-reports.js';
import { renderConnectionText } from '../../../src/verify/report/connection-text.js';
import type { VerifyReport } from '../../../src/verify/types.js';

const packets: VerifyReport = {
  version: 1,
  verdict: 'reachable',
  endpoint: '192.168.0.10:6379',
  findings: [],
  checks: [],
  startedAt: '2026-01-01T00:00:00.000Z',
  durationMs: 1,
};

it('lists each subnet with its fate and what was not read', () => {
  const cause = { code: 'no_route', at: 'rtb-1', why: 'no route in rtb-1' };
  const paths = [
    { source: 'subnet-a', outcome: 'open' as const, pieces: [] },
    {
      source: 'subnet-bb',
      outcome: 'blocked' as const,
      pieces: [{ remote: [], outcome: 'blocked' as const, cause, hops: [] }],
    },
  ];
  const gaps = [{ what: 'the network ACLs', permission: 'ec2:DescribeNetworkAcls' }];
  const text = renderConnectionText(joinReports(packets, { paths, findings: [] }, gaps, null));
  expect(text).toContain('UNREACHABLE');
  expect(text).toContain('  ✓ subnet-a   open\n  ✗ subnet-bb  blocked  no route in rtb-1\n');
  expect(text).toContain('not read: the network ACLs (needs ec2:DescribeNetworkAcls)');
});

it('says what the far side can reach', () => {
  const paths = [{ source: 'subnet-a', outcome: 'open' as const, pieces: [] }];
  const exposure = [
    {
      source: 'subnet-a',
      openings: [
        { from: ['192.168.0.0/16'], ports: ['6379'], outcome: 'open' as const },
        { from: ['192.168.0.0/24'], ports: ['0-65535'], outcome: 'unknown' as const },
      ],
    },
    { source: 'subnet-bb', openings: [] },
  ];
  const text = renderConnectionText(joinReports(packets, { paths, findings: [] }, [], null, exposure));
  expect(text).toContain('  ! subnet-a   TCP 6379 from 192.168.0.0/16\n');
  expect(text).toContain('  ? subnet-a   perhaps TCP all ports from 192.168.0.0/24\n');
  expect(text).toContain('  ✓ subnet-bb  nothing\n');
});

it('adds nothing where no subnet was judged', () => {
  const text = renderConnectionText(joinReports(packets, { paths: [], findings: [] }, [], null));
  expect(text).not.toContain('subnet');
});
