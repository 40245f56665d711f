import { describe, expect, it } from 'vitest';
import { tcpTimeout } from '../../src/verify/causes/tcp.js';
import { joinReports } from '../../src/verify/join-reports.js';
import type { PathJudgement, PathReport } from '../../src/verify/judge-paths.js';
import type { Verdict, VerifyReport } from '../../src/verify/types.js';

const timeout = tcpTimeout({ address: '192.168.0.10', port: 6379, ms: 3000, cidrs: [] });

const packets = (verdict: Verdict): VerifyReport => ({
  version: 1,
  verdict,
  endpoint: '192.168.0.10:6379',
  findings: verdict === 'reachable' ? [] : [timeout],
  checks: [],
  startedAt: '2026-01-01T00:00:00.000Z',
  durationMs: 1,
});

const judged = (...outcomes: PathReport['outcome'][]): PathJudgement => ({
  paths: outcomes.map((outcome, index) => ({ source: `subnet-${index}`, outcome, pieces: [] })),
  findings: [],
});

const verdict = (of: Verdict, judgement: PathJudgement, vantage: string | null = null) =>
  joinReports(packets(of), judgement, [], vantage).verdict;

describe('joinReports', () => {
  it('lets the packets decide where nothing was judged', () => {
    expect(verdict('reachable', judged())).toBe('reachable');
    expect(verdict('unreachable', judged())).toBe('unreachable');
  });

  it('says unreachable as soon as one subnet is blocked', () => {
    expect(verdict('reachable', judged('open', 'blocked'))).toBe('unreachable');
    expect(verdict('reachable', judged('open', 'mixed'))).toBe('unreachable');
  });

  it('leaves a subnet that cannot be told unknown', () => {
    expect(verdict('reachable', judged('open', 'unknown'))).toBe('unknown');
  });

  it('believes lost packets only from a known subnet', () => {
    expect(verdict('unreachable', judged('open'))).toBe('unknown');
    expect(verdict('unreachable', judged('open'), 'subnet-0')).toBe('unreachable');
  });

  it('turns what an outside host saw into a hint', () => {
    const outside = joinReports(packets('unreachable'), judged('open'), [], null).findings[0];
    expect(outside).toMatchObject({ code: 'tcp_timeout', severity: 'warning' });
    expect(outside?.fix.text).toContain('--vantage');
    const inside = joinReports(packets('unreachable'), judged('open'), [], 'subnet-0').findings[0];
    expect(inside).toEqual(timeout);
  });
});
