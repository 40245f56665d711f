import { CloudRefusedError } from '../../errors/cloud-refused-error.js';
import type { Finding } from '../finding.js';

/** What a cloud's preflight is made of. */
export interface Preflight<Means> {
  /** One look each for something that would make a run fail. They write nothing, and throw a refused read as it is. */
  readonly checks: readonly ((means: Means) => Promise<Finding[]>)[];
  /** What a refused read is as a finding; undefined for one that preflight cannot explain, which is thrown. */
  readonly findingOf: (error: CloudRefusedError, means: Means) => Finding | undefined;
  /** Equal for findings that are the same one: several checks may meet one refusal, each with a request id of its own. */
  readonly keyOf: (finding: Finding) => string;
}

const ORDER = ['error', 'warning', 'info'];

/** Runs all checks side by side and gives all different findings at once, errors first. */
export async function runChecks<Means>(
  { checks, findingOf, keyOf }: Preflight<Means>,
  means: Means,
): Promise<Finding[]> {
  const findings = (await Promise.all(checks.map((check) => runOne(check(means))))).flat();
  const different = new Map<string, Finding>();
  for (const finding of findings.sort(bySeverity)) {
    const key = keyOf(finding);
    if (!different.has(key)) different.set(key, finding);
  }
  return [...different.values()];

  async function runOne(checking: Promise<Finding[]>): Promise<Finding[]> {
    try {
      return await checking;
    } catch (error) {
      const finding = error instanceof CloudRefusedError ? findingOf(error, means) : undefined;
      if (!finding) throw error;
      return [finding];
    }
  }
}

/** A refused read as an error of preflight. */
export function refusalFinding(code: string, { message, fix, call }: CloudRefusedError): Finding {
  const evidence = `${call.operation}: ${call.cloudCode}`;
  return { code, severity: 'error', summary: message, evidence, fix: { text: fix } };
}

function bySeverity(a: Finding, b: Finding): number {
  return ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity);
}
