import { CloudRefusedError } from '../../errors/cloud-refused-error.js';
import type { Finding } from '../../peering/finding.js';
import { isBadCredentials } from '../compute/refusal.js';
import { alwaysNeeded } from '../permissions/list.js';
import type { Check, CheckMeans } from './check.js';
import { stepsAhead } from './steps-ahead.js';

/**
 * Asks Google which of the permissions that this run needs are there. Compute Engine cannot be asked for networks, the
 * project can.
 */
export const checkPermissions: Check = async (means) => {
  const ahead = await stepsAhead(means);
  const needed = [...new Set([...alwaysNeeded('apply'), ...ahead.flatMap(({ state }) => state.needs ?? [])])];
  const compute = await means.compute();
  let granted: readonly string[];
  try {
    granted = await compute.testPermissions(needed, means.flow.signal);
  } catch (error) {
    if (!(error instanceof CloudRefusedError) || isBadCredentials(error)) throw error;
    return [untested(error)];
  }
  return needed
    .filter((permission) => !granted.includes(permission))
    .map((permission) => missing(permission, means));
};

/** No error: a grant with a condition on the resource does not show when the project is asked. */
function missing(permission: string, { settings }: CheckMeans): Finding {
  return {
    code: 'permission_missing',
    severity: 'warning',
    summary: `These credentials do not have ${permission} in project ${settings.projectId}.`,
    evidence: `${permission}: testIamPermissions does not name it`,
    fix: {
      text: `Grant ${permission}; the role that dfcloud permissions gcp prints holds all that is needed. Where it is granted under a condition, nothing has to be done.`,
      command: `gcloud projects get-iam-policy ${settings.projectId}`,
    },
  };
}

function untested({ call }: CloudRefusedError): Finding {
  return {
    code: 'permissions_untested',
    severity: 'info',
    summary: 'Whether the permissions are there could not be asked beforehand.',
    evidence: `${call.operation}: ${call.cloudCode}`,
    fix: {
      text: 'Nothing has to be done. To have them checked, enable the Resource Manager API.',
      command: 'gcloud services enable cloudresourcemanager.googleapis.com',
    },
  };
}
