import { CloudRefusedError } from '../../errors/cloud-refused-error.js';
import type { Finding } from '../../peering/finding.js';
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

const ORDER = ['error', 'warning', 'info'];

/** Runs all checks side by side and gives all findings at once, errors first. A read that Azure refuses is a finding too. */
export async function runChecks(means: StepMeans): Promise<Finding[]> {
  const findings = (await Promise.all(CHECKS.map((check) => runOne(check, means)))).flat();
  const different = new Map(findings.map((finding) => [keyOf(finding), finding]));
  return [...different.values()].sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
}

async function runOne(check: Check, means: StepMeans): Promise<Finding[]> {
  try {
    return await check(means);
  } catch (error) {
    const code = findingCode(error);
    if (code === undefined || !(error instanceof CloudRefusedError)) throw error;
    const { message, fix, call } = error;
    const evidence = `${call.operation}: ${call.cloudCode}`;
    return [{ code, severity: 'error', summary: message, evidence, fix: { text: fix } }];
  }
}

const REFUSALS = {
  permission: 'permission_missing',
  credentials: 'credentials',
  vnet: 'vnet_not_found',
};

function findingCode(error: unknown): string | undefined {
  if (isNotAllowed(error)) return REFUSALS.permission;
  if (isBadCredentials(error)) return REFUSALS.credentials;
  return isMissing(error) ? REFUSALS.vnet : undefined;
}

/** Several checks may meet the same refusal, each with a request id of its own. */
function keyOf({ code, summary, evidence }: Finding): string {
  return Object.values(REFUSALS).includes(code) ? `${code} ${evidence}` : `${code} ${summary} ${evidence}`;
}
