import type { CloudRefusedError } from '../../errors/cloud-refused-error.js';
import type { Finding } from '../../peering/finding.js';
import { refusalFinding, runChecks as runAll } from '../../peering/preflight/run-checks.js';
import { isBadCredentials, isMissing, isNotAllowed } from '../rest/refusal.js';
import type { StepMeans } from '../steps/means.js';
import { checkAddresses } from './addresses.js';
import { checkCaller } from './caller.js';
import type { Check } from './check.js';
import { checkGroups } from './groups.js';
import { checkLocks } from './locks.js';
import { checkNetwork } from './network.js';
import { checkPeerings } from './peerings.js';
import { checkRegistration } from './registration.js';
import { checkRemote } from './remote.js';
import { checkVnet } from './vnet.js';

const CHECKS: readonly Check[] = [
  checkNetwork,
  checkRemote,
  checkVnet,
  checkAddresses,
  checkPeerings,
  checkGroups,
  checkCaller,
  checkRegistration,
  checkLocks,
];

const REFUSALS = {
  permission: 'permission_missing',
  credentials: 'credentials',
  vnet: 'vnet_not_found',
};

/** Runs all checks and gives all findings at once, errors first. A read that Azure refuses is a finding too. */
export function runChecks(means: StepMeans): Promise<Finding[]> {
  return runAll({ checks: CHECKS, findingOf, keyOf }, means);
}

function findingOf(error: CloudRefusedError): Finding | undefined {
  const code = findingCode(error);
  return code === undefined ? undefined : refusalFinding(code, error);
}

function findingCode(error: CloudRefusedError): string | undefined {
  if (isNotAllowed(error)) return REFUSALS.permission;
  if (isBadCredentials(error)) return REFUSALS.credentials;
  return isMissing(error) ? REFUSALS.vnet : undefined;
}

/** Several checks may meet the same refusal, each with a request id of its own. */
function keyOf({ code, summary, evidence }: Finding): string {
  return Object.values(REFUSALS).includes(code) ? `${code} ${evidence}` : `${code} ${summary} ${evidence}`;
}
