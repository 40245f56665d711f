import { expect, it } from 'vitest';
import type { ProbeResult } from '../../src/verify/probe-many.js';
import { summarizeProbes } from '../../src/verify/summarize.js';

function result(ms: number | null, extra: Partial<ProbeResult> = {}): ProbeResult {
  const report = {
    version: 1,
    verdict: 'reachable',
    endpoint: '127.0.0.1:1',
    findings: [],
    checks: [],
    startedAt: '',
    durationMs: 0,
  } as const;
  const base = { index: 0, endpoint: '127.0.0.1:1', verdict: 'reachable', cause: null } as const;
  return { ...base, connectMs: ms, replyMs: ms, report, ...extra };
}

it('finds percentiles by nearest rank', () => {
  const { connect } = summarizeProbes(Array.from({ length: 100 }, (_, index) => result(100 - index)));
  expect(connect).toEqual({ p50Ms: 50, p95Ms: 95, maxMs: 100 });
});

it('counts verdicts and causes, and leaves out missing times', () => {
  const results = [
    result(7),
    result(null, { verdict: 'unreachable', cause: 'tcp_refused' }),
    result(null, { verdict: 'unreachable', cause: 'tcp_refused' }),
    result(null, { verdict: 'unknown', cause: 'dns_no_answer' }),
  ];
  expect(summarizeProbes(results)).toEqual({
    total: 4,
    reachable: 1,
    unreachable: 2,
    unknown: 1,
    causes: { tcp_refused: 2, dns_no_answer: 1 },
    connect: { p50Ms: 7, p95Ms: 7, maxMs: 7 },
    reply: { p50Ms: 7, p95Ms: 7, maxMs: 7 },
  });
});

it('has nothing to say about nothing', () => {
  expect(summarizeProbes([])).toMatchObject({ total: 0, connect: { p50Ms: null, p95Ms: null, maxMs: null } });
});
