import { expect, it } from 'vitest';
import { renderJson } from '../../../src/verify/report/json.js';
import { renderJunit } from '../../../src/verify/report/junit.js';
import type { VerifyReport } from '../../../src/verify/types.js';

const report: VerifyReport = {
  version: 1,
  verdict: 'unreachable',
  endpoint: 'store:6379',
  startedAt: '2026-01-01T00:00:00.000Z',
  durationMs: 12.5,
  findings: [
    {
      code: 'resp_http_server',
      severity: 'error',
      layer: 'resp',
      owner: 'you',
      summary: 'It answered "<html>" & left.',
      evidence: {},
      fix: { text: 'Look elsewhere.' },
    },
  ],
  checks: [
    { id: 'dns.a', layer: 'dns', status: 'inconclusive', summary: 'no answer', evidence: {}, ms: 1 },
    { id: 'tcp.connect', layer: 'tcp', status: 'pass', summary: 'connected', evidence: {}, ms: 1 },
    { id: 'tls.handshake', layer: 'tls', status: 'skipped', summary: 'off', evidence: {}, ms: 0 },
    { id: 'resp.ping', layer: 'resp', status: 'fail', summary: '"<html>"\u001b[0m', evidence: {}, ms: 2 },
  ],
};

it('shows checks as test cases and findings as output', () => {
  expect(renderJunit(report)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
<testsuite name="dfcloud verify store:6379" tests="4" failures="1" errors="1" skipped="1" time="0.0125" timestamp="2026-01-01T00:00:00.000Z">
<testcase classname="verify.dns" name="dns.a" time="0.0010">
<error message="no answer"/>
</testcase>
<testcase classname="verify.tcp" name="tcp.connect" time="0.0010"/>
<testcase classname="verify.tls" name="tls.handshake" time="0.0000">
<skipped message="off"/>
</testcase>
<testcase classname="verify.resp" name="resp.ping" time="0.0020">
<failure message="&quot;&lt;html&gt;&quot;?[0m"/>
</testcase>
<system-out>
verdict: unreachable
resp_http_server: It answered &quot;&lt;html&gt;&quot; &amp; left.
  Look elsewhere.
</system-out>
</testsuite>
</testsuites>
`);
});

it('prints JSON as one document with a newline', () => {
  expect(renderJson(report).endsWith('}\n')).toBe(true);
  expect(JSON.parse(renderJson(report))).toEqual(report);
});
