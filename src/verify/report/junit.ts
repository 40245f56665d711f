import type { Check, VerifyReport } from '../types.js';
import { harmless } from './paint.js';

/**
 * The report as JUnit XML, for CI systems that show test results: one test case per check. Failed checks are failures;
 * inconclusive ones are errors, because nothing was proven. The findings stand in the suite's output.
 */
export function renderJunit(report: VerifyReport): string {
  const { checks, findings, endpoint, verdict, startedAt, durationMs } = report;
  const count = (status: Check['status']) => checks.filter((check) => check.status === status).length;
  const attributes = {
    name: `dfcloud verify ${endpoint}`,
    tests: checks.length,
    failures: count('fail'),
    errors: count('inconclusive'),
    skipped: count('skipped'),
    time: seconds(durationMs),
    timestamp: startedAt,
  };
  const output = [
    `verdict: ${verdict}`,
    ...findings.map((finding) => `${finding.code}: ${finding.summary}\n  ${finding.fix.text}`),
  ].join('\n');
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    element(
      'testsuites',
      {},
      element('testsuite', attributes, ...checks.map(testCase), element('system-out', {}, escaped(output))),
    ),
    '',
  ].join('\n');
}

function testCase(check: Check): string {
  const { id, layer, status, summary, ms } = check;
  const attributes = { classname: `verify.${layer}`, name: id, time: seconds(ms) };
  if (status === 'pass') return element('testcase', attributes);
  const inner = { fail: 'failure', inconclusive: 'error', skipped: 'skipped' }[status];
  return element('testcase', attributes, element(inner, { message: summary }));
}

function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  ...children: string[]
): string {
  const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`);
  const open = `<${name}${list.join('')}`;
  return children.length === 0 ? `${open}/>` : `${open}>\n${children.join('\n')}\n</${name}>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return harmless(text).replace(/[&<>"]/g, (char) => ENTITIES[char] ?? char);
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(4);
}
