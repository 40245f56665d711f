import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { renderText } from '../../../src/verify/report/text.js';
import type { VerifyReport } from '../../../src/verify/types.js';
import { verify } from '../../../src/verify/verify.js';
import { httpServer } from '../fixtures/misbehaving.js';
import { respServer } from '../fixtures/resp-server.js';

const report: VerifyReport = {
  version: 1,
  verdict: 'unreachable',
  endpoint: '192.168.0.9:6379',
  startedAt: '2026-01-01T00:00:00.000Z',
  durationMs: 4012.3,
  findings: [
    {
      code: 'tcp_timeout',
      severity: 'error',
      layer: 'tcp',
      owner: 'you',
      summary: '192.168.0.9:6379 did not answer.',
      evidence: { address: '192.168.0.9' },
      fix: { text: 'Check:\n1. The route.\n2. The firewall.', command: 'nc -vz 192.168.0.9 6379' },
    },
    {
      code: 'cidr_overlap',
      severity: 'warning',
      layer: 'address',
      owner: 'dragonfly',
      summary: 'The networks overlap.',
      evidence: {},
      fix: { text: 'Use another CIDR.' },
    },
  ],
  checks: [
    { id: 'address.port', layer: 'address', status: 'pass', summary: 'port 6379', evidence: {}, ms: 0 },
    { id: 'address.cidrs', layer: 'address', status: 'skipped', summary: 'none given', evidence: {}, ms: 0 },
    {
      id: 'tcp.connect:192.168.0.9',
      layer: 'tcp',
      status: 'fail',
      summary: 'no answer',
      evidence: {},
      ms: 4000.1,
    },
  ],
};

it('shows verdict, root cause with fix, other findings, layers', () => {
  expect(renderText(report)).toBe(`✗ UNREACHABLE  192.168.0.9:6379  in 4.0 s

✗ tcp_timeout  error, tcp layer, yours to fix
  192.168.0.9:6379 did not answer.

  Fix  Check:
       1. The route.
       2. The firewall.
       $ nc -vz 192.168.0.9 6379

! cidr_overlap  warning, address layer, Dragonfly's to fix
  The networks overlap.

  Fix  Use another CIDR.

  address  ✓ port     port 6379
           · cidrs    none given
  tcp      ✗ connect  no answer    4.0 s
`);
});

it('shows a clean report in one screen', async () => {
  const store = await respServer();
  const lines = renderText(await verify({ endpoint: store.endpoint })).split('\n');
  expect(lines[0]).toMatch(/^✓ REACHABLE {2}127\.0\.0\.1:\d+ {2}in [\d.]+ m?s$/);
  expect(lines.length).toBeLessThan(16);
});

describe('colour', () => {
  it('is used only when asked for', () => {
    expect(renderText(report)).not.toContain('\u001b');
    expect(renderText(report, { color: true })).toContain('\u001b[31m');
  });

  it('does not change the text', () => {
    const plain = stripVTControlCharacters(renderText(report, { color: true }));
    expect(plain.replaceAll(/ +$/gm, '')).toBe(renderText(report));
  });
});

it.each([60, 80, 100])('fits %i columns', async (columns) => {
  const real = await verify({ endpoint: (await httpServer()).endpoint, cidrs: ['10.0.0.0/16'] });
  for (const line of renderText(real, { columns }).split('\n')) {
    if (!line.includes('$ ')) expect(line.length, line).toBeLessThanOrEqual(columns);
  }
});

it('lets no server move the cursor', () => {
  const [finding] = report.findings;
  if (!finding) throw new TypeError('the report has no finding');
  const hostile = { ...finding, summary: 'a\u001b[2Jb\u0007c\u009bd\re' };
  expect(renderText({ ...report, findings: [hostile] })).toContain('a?[2Jb?c?d?e');
});

it('names addresses where there are several', () => {
  const [port, , connect] = report.checks;
  if (!port || !connect) throw new TypeError('the report has no checks');
  const both = { ...report, checks: [connect, { ...connect, id: 'tcp.connect:fd00::1' }] };
  expect(renderText(both)).toContain('connect:192.168.0.9');
  expect(renderText(both)).toContain('connect:fd00::1');
});
