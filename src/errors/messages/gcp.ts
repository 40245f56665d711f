import type { ErrorText } from '../base.js';
import { FAILURES } from './request-words.js';
import { shown } from './shown.js';

/** No project was named. */
export function gcpProjectMissing(): ErrorText {
  return {
    message:
      'projectId is missing. It must be the id of the project that the VPC network is in; dfcloud does not ask gcloud or the metadata server for one.',
    fix: 'Pass projectId: "my-project-123". `gcloud config get-value project` prints the one that gcloud uses; with Shared VPC name the host project.',
  };
}

/** The endpoint of Compute Engine is not legal. `why` completes "because …". Credentials and a query in it are not shown. */
export function gcpEndpointIllegal(source: string, given: unknown, why: string): ErrorText {
  const open =
    typeof given === 'string' ? given.replace(/[?#].*$/s, '?***').replace(/^(.*\/\/)?.*@/s, '$1***@') : given;
  return {
    message: `${source} is ${shown(open)}: ${why}.`,
    fix: 'Pass an https: URL such as https://compute.googleapis.com, or http: towards loopback such as http://127.0.0.1:8080 (option endpoint, CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE).',
  };
}

/** google-auth-library is needed and not installed. */
export function gcpAuthLibraryMissing(): ErrorText {
  return {
    message:
      'The package google-auth-library is not installed; dfcloud/gcp loads it to get access tokens from keys and from Application Default Credentials.',
    fix: 'npm install google-auth-library@10, or pass accessToken (GOOGLE_OAUTH_ACCESS_TOKEN).',
  };
}

/** Calls would go to this machine, and the credentials would fetch their tokens elsewhere. */
export function gcpCredentialsNotForLoopback(what: string, tokens: string): ErrorText {
  return {
    message: `The endpoint is on loopback, but ${what} would get access tokens at ${tokens}: a real token must not reach a test server.`,
    fix: 'Pass accessToken, or set GOOGLE_OAUTH_ACCESS_TOKEN together with CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE, as `dfcloud sandbox` prints them.',
  };
}

/** No access token was to be had. */
export function gcpNoToken(said: string): ErrorText {
  return {
    message: `No access token for Google Cloud: ${shown(said)}.`,
    fix: 'Run `gcloud auth application-default login`, set GOOGLE_APPLICATION_CREDENTIALS or GOOGLE_OAUTH_ACCESS_TOKEN, or pass keyFile, credentials, auth or accessToken.',
  };
}

/** Google was not reached, or sent no answer. */
export function gcpUnreachable(operation: string, endpoint: string, code: string): ErrorText {
  const what = FAILURES[code] ?? (code === 'TIMEOUT' ? 'no answer came in time' : 'no answer came');
  return {
    message: `${operation} failed: ${what} (${code}) at ${endpoint}.`,
    fix: `Check that ${endpoint} can be reached from here, and that CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE is set as you mean it.`,
  };
}

/** Something answered that is not the API. */
export function gcpStrangeAnswer(operation: string, endpoint: string, what: string): ErrorText {
  return {
    message: `${operation} got an answer from ${endpoint} that is not Google's: ${what}.`,
    fix: 'Check the endpoint (option endpoint, CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE) and the proxies on the way.',
  };
}

/** An IAM permission is missing. */
export function gcpNotAllowed(permission: string, said: string): ErrorText {
  return {
    message: `Google Cloud does not allow these credentials ${permission}: ${said}`,
    fix: `Grant ${permission}: \`dfcloud permissions gcp\` prints a custom role with all that is needed, for gcloud iam roles create.`,
  };
}

/** The credentials are missing, expired or wrong. */
export function gcpCredentialsRefused(operation: string, said: string): ErrorText {
  return {
    message: `Google Cloud did not accept the credentials for ${operation}: ${said}`,
    fix: 'Log in again (gcloud auth application-default login) or pass a fresh accessToken; tokens live for an hour.',
  };
}

/** An operation did not end. */
export function gcpOperationSlow(operation: string, name: string, afterMs: number): ErrorText {
  return {
    message: `The operation ${name} of ${operation} was not over after ${Math.round(afterMs / 1000)} s.`,
    fix: 'Run it again: it reads what is there and goes on from it.',
  };
}

/** Google refused a call for another reason. */
export function gcpRefused(operation: string, code: string, said: string): ErrorText {
  return {
    message: `Google Cloud refused ${operation} (${code}): ${said}`,
    fix: gcpFix(code, said),
  };
}

function gcpFix(code: string, said: string): string {
  const byText = GCP_FIXES_BY_TEXT.find(([pattern]) => pattern.test(said));
  return (
    byText?.[1] ??
    GCP_FIXES[code.toLowerCase()] ??
    'Look at what Google says, change it, and run it again: it goes on from what is there.'
  );
}

const OVERLAP =
  'The two networks, and all networks that they are peered with, need addresses of their own: create a Dragonfly network with another CIDR (gcloud compute networks subnets list shows yours).';

const GCP_FIXES_BY_TEXT: readonly (readonly [RegExp, string])[] = [
  [/overlaps with/i, OVERLAP],
  [/hides the address space/i, OVERLAP],
  [
    /restrictVpcPeering/i,
    'A policy of your organization forbids the peering: gcloud resource-manager org-policies describe compute.restrictVpcPeering --effective --project=<project>.',
  ],
];

const GCP_FIXES: Readonly<Record<string, string>> = {
  notfound:
    'Check the project and the name; with Shared VPC the network is in the host project: gcloud compute shared-vpc get-host-project <project>.',
  accessnotconfigured:
    'Enable the API and wait a minute: gcloud services enable compute.googleapis.com --project=<project>.',
  quotaexceeded:
    'Remove what is not needed or ask for more: https://console.cloud.google.com/iam-admin/quotas. Peerings: gcloud compute networks peerings list.',
  ratelimitexceeded:
    'The allowance of the project fills up again every minute. Wait a minute and run it again.',
  operationinprogress:
    'Another operation on one of the two networks is not over yet. Run it again: gcloud compute operations list --global --filter=status!=DONE shows it.',
  user_project_denied:
    'The quota project may not be used: grant roles/serviceusage.serviceUsageConsumer on it, or leave quotaProject out.',
};

/** A peering of the CONSENSUS mode is to be removed, and the other side has not asked for it yet. */
export function gcpConsensusPending(name: string, connectionId: string | undefined): ErrorText {
  return {
    message: `The peering ${name} uses the CONSENSUS mode: its removal has been asked for on this side, and Dragonfly has to ask for it, too.`,
    fix: `Delete the connection (dfcloud connections delete ${connectionId ?? '<connection>'}), by which Dragonfly asks, and run destroy again: it removes this half then.`,
  };
}
