import type { CloudRefusedError } from '../../errors/cloud-refused-error.js';
import type { Finding } from '../../peering/finding.js';
import { refusalFinding, runChecks as runAll } from '../../peering/preflight/run-checks.js';
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

/** Runs all checks and gives all findings at once, errors first. A read that Google refuses is a finding too. */
export function runChecks(means: CheckMeans): Promise<Finding[]> {
  return runAll({ checks: CHECKS, findingOf, keyOf }, means);
}

function findingOf(error: CloudRefusedError, { settings }: CheckMeans): Finding | undefined {
  const { projectId, network } = settings;
  if (isRefusal(error, API_DISABLED)) {
    const command = `gcloud services enable compute.googleapis.com --project=${projectId}`;
    const fix = { text: 'Enable the API, and wait a minute.', command };
    return { ...refusalFinding('api_disabled', error), fix };
  }
  if (isNotAllowed(error)) return refusalFinding('permission_missing', error);
  if (isBadCredentials(error)) return refusalFinding('credentials', error);
  if (!isRefusal(error, 'notFound')) return undefined;
  return {
    ...refusalFinding('vpc_not_found', error),
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
