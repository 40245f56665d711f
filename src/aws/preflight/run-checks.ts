import type { CloudRefusedError } from '../../errors/cloud-refused-error.js';
import type { Finding } from '../../peering/finding.js';
import { refusalFinding, runChecks as runAll } from '../../peering/preflight/run-checks.js';
import { isBadCredentials, isNotAllowed, isRefusal } from '../ec2/refusal.js';
import type { Check, CheckMeans } from './check.js';
import { checkCidrOverlap } from './cidr-overlap.js';
import { checkDns } from './dns.js';
import { checkNetwork } from './network.js';
import { checkPeerings } from './peerings.js';
import { checkRoutes } from './routes.js';
import { checkSecurityGroups } from './security-groups.js';
import { checkVpc } from './vpc.js';

const CHECKS: readonly Check[] = [
  checkNetwork,
  checkVpc,
  checkCidrOverlap,
  checkPeerings,
  checkRoutes,
  checkSecurityGroups,
  checkDns,
  // The steps read these too; a missing permission is found here, with the others.
  async ({ reads, flow }) => {
    await reads.rulesOfNetwork(flow.network.id, flow);
    return [];
  },
];

const REFUSALS = {
  permission: 'permission_missing',
  credentials: 'credentials',
  vpc: 'vpc_not_found',
  group: 'group_not_found',
};

/** Runs all checks and gives all findings at once, errors first. A read that AWS refuses is a finding too. */
export function runChecks(means: CheckMeans): Promise<Finding[]> {
  return runAll({ checks: CHECKS, findingOf, keyOf }, means);
}

function findingOf(error: CloudRefusedError): Finding | undefined {
  const code = findingCode(error);
  return code === undefined ? undefined : refusalFinding(code, error);
}

function findingCode(error: CloudRefusedError): string | undefined {
  if (isNotAllowed(error)) return REFUSALS.permission;
  if (isBadCredentials(error)) return REFUSALS.credentials;
  if (isRefusal(error, 'InvalidVpcID.NotFound', 'InvalidVpcID.Malformed')) return REFUSALS.vpc;
  return isRefusal(error, 'InvalidGroup.NotFound', 'InvalidGroupId.Malformed') ? REFUSALS.group : undefined;
}

/** Several checks may meet the same refusal, each with a request id of its own. */
function keyOf({ code, summary, evidence }: Finding): string {
  return Object.values(REFUSALS).includes(code) ? `${code} ${evidence}` : `${code} ${summary}`;
}
