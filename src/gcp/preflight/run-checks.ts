import { CloudRefusedError } from '../../errors/cloud-refused-error.js';
import type { Finding } from '../../peering/finding.js';
import { API_DISABLED, isBadCredentials, isNotAllowed, isRefusal } from '../compute/refusal.js';
import type { Check, CheckMeans } from './check.js';
import { checkConflicts } from './conflicts.js';
import { checkDragonflyNetwork } from './dragonfly-network.js';
import { checkFirewalls } from './firewalls.js';
import { checkOverlaps } from './overlaps.js';
import { checkPeerings } from './peerings.js';
import { checkPermissions } from './permissions.js';
import { checkVpcNetwork } from './vpc-network.js';

const CHECKS: readonly Check[] = [
  checkDragonflyNetwork,
  checkVpcNetwork,
  checkOverlaps,
  checkPeerings,
  checkFirewalls,
  checkConflicts,
  checkPermissions,
  // Where subnets may not be read, routes may not be read either, perhaps; both are told.
  async ({ reads, flow }) => {
    await reads.routes(flow);
    return [];
  },
];

const ORDER = ['error', 'warning', 'info'];

/** Runs all checks side by side and gives all findings at once, errors first. A read that Google refuses is a finding too. */
export async function runChecks(means: CheckMeans): Promise<Finding[]> {
  const findings = (await Promise.all(CHECKS.map((check) => runOne(check, means)))).flat();
  // Several checks may meet the same refusal; that a permission is missing may be told and met.
  const different = new Map<string, Finding>();
  for (const finding of findings.sort(bySeverity)) {
    const key = keyOf(finding);
    if (!different.has(key)) different.set(key, finding);
  }
  return [...different.values()];
}

function bySeverity(a: Finding, b: Finding): number {
  return ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity);
}

async function runOne(check: Check, means: CheckMeans): Promise<Finding[]> {
  try {
    return await check(means);
  } catch (error) {
    const finding = error instanceof CloudRefusedError ? findingOf(error, means) : undefined;
    if (!finding) throw error;
    return [finding];
  }
}

function findingOf(error: CloudRefusedError, { settings }: CheckMeans): Finding | undefined {
  const { message, fix, call } = error;
  const { projectId, network } = settings;
  const common = {
    severity: 'error',
    summary: message,
    evidence: `${call.operation}: ${call.cloudCode}`,
  } as const;
  if (isRefusal(error, API_DISABLED)) {
    const command = `gcloud services enable compute.googleapis.com --project=${projectId}`;
    return { ...common, code: 'api_disabled', fix: { text: 'Enable the API, and wait a minute.', command } };
  }
  if (isNotAllowed(error)) return { ...common, code: 'permission_missing', fix: { text: fix } };
  if (isBadCredentials(error)) return { ...common, code: 'credentials', fix: { text: fix } };
  if (!isRefusal(error, 'notFound')) return undefined;
  return {
    ...common,
    code: 'vpc_not_found',
    summary: `There is no network ${network} in project ${projectId}.`,
    fix: {
      text: 'Check both names. A network that other projects share (Shared VPC) is in its host project, and is connected there: pass that one as projectId.',
      command: `gcloud compute shared-vpc get-host-project ${projectId}`,
    },
  };
}

function keyOf({ code, summary, evidence }: Finding): string {
  if (code === 'permission_missing') return `${code} ${evidence.split(':')[0]}`;
  return ['api_disabled', 'credentials', 'vpc_not_found'].includes(code) ? code : `${code} ${summary}`;
}
