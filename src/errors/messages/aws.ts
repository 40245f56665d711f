import type { ErrorText } from '../base.js';
import { FAILURES } from './request-words.js';
import { shown } from './shown.js';

/** A package that is loaded on first use is not installed. */
export function sdkMissing(name: string): ErrorText {
  return {
    message: `The package ${name} is not installed; dfcloud/aws loads it on first use.`,
    fix: `npm install ${name}`,
  };
}

/** The caller cancelled during a call of the customer's cloud. */
export function cloudCallAborted(operation: string): ErrorText {
  return {
    message: `The call of ${operation} was cancelled. If it writes, it may have taken effect.`,
    fix: 'Run it again: it reads what is there and goes on from it.',
  };
}

/** AWS was not reached, or sent no answer. */
export function awsUnreachable(operation: string, endpoint: string, code: string): ErrorText {
  const what = FAILURES[code] ?? (code === 'TimeoutError' ? 'no answer came in time' : 'no answer came');
  return {
    message: `${operation} failed: ${what} (${code}) at ${endpoint}.`,
    fix: `Check that ${endpoint} can be reached from here, and that AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_EC2 are set as you mean it.`,
  };
}

/** An IAM permission is missing. */
export function awsNotAllowed(
  action: string,
  who: string | undefined,
  requestId: string | undefined,
): ErrorText {
  return {
    message: `AWS does not allow ${who ?? 'the credentials in use'} to ${action}${named(requestId)}.`,
    fix: `Add ${action} to the policy of ${who ?? 'the principal (aws sts get-caller-identity)'}: dfcloud permissions aws prints the whole document.`,
  };
}

/** AWS credentials are missing, expired or wrong. */
export function awsCredentialsRefused(operation: string, code: string, said: string): ErrorText {
  return {
    message: `${operation} could not be signed or was not accepted (${code}): ${shown(said)}.`,
    fix: 'Log in again or choose other credentials: aws sts get-caller-identity shows those in use; pass profile, roleArn or credentials.',
  };
}

/** AWS refused a call for another reason. */
export function awsRefused(
  operation: string,
  code: string,
  said: string,
  requestId: string | undefined,
): ErrorText {
  return {
    message: `AWS refused ${operation} (${code})${named(requestId)}: ${said}`,
    fix:
      AWS_FIXES[code.toLowerCase()] ??
      'Look at what AWS says, change it, and run it again: it goes on from what is there.',
  };
}

const AWS_FIXES: Readonly<Record<string, string>> = {
  'invalidvpcid.notfound':
    'Check the VPC id, the region and the account: aws ec2 describe-vpcs --region <region> lists what these credentials see.',
  routelimitexceeded:
    'Remove routes that are not needed, or ask for more routes per table: https://console.aws.amazon.com/servicequotas/home/services/vpc/quotas',
  activevpcpeeringconnectionpervpclimitexceeded:
    'Delete peerings that are not needed, or ask for more (quota L-7E9ECCDB): aws service-quotas request-service-quota-increase --service-code vpc --quota-code L-7E9ECCDB --desired-value 125',
  vpcpeeringconnectionspervpclimitexceeded:
    'Delete peerings that are not needed, or ask for more (quota L-7E9ECCDB): aws service-quotas request-service-quota-increase --service-code vpc --quota-code L-7E9ECCDB --desired-value 125',
  rulespersecuritygrouplimitexceeded:
    'Remove rules that are not needed, name another security group, or ask for more rules per group.',
  requestlimitexceeded: 'AWS is throttling this account and region. Wait a minute and run it again.',
  'invalidvpcpeeringconnectionstate.dnshostnamesdisabled':
    'Turn DNS hostnames on in your VPC: aws ec2 modify-vpc-attribute --vpc-id <vpc> --enable-dns-hostnames',
  'invalidgroup.notfound': 'Check the security group ids, the region and the account.',
};

function named(requestId: string | undefined): string {
  return requestId === undefined ? '' : ` (request ${requestId})`;
}

/** The endpoint of EC2 is `http:` to somewhere else, or no URL. */
export function awsEndpointIllegal(url: string): ErrorText {
  return {
    message: `Calls of EC2 would go to ${shown(url)}, where everybody on the way could read and change them.`,
    fix: 'Use an https: endpoint, or http: towards loopback such as http://127.0.0.1:4566 (option endpoint, AWS_ENDPOINT_URL_EC2, AWS_ENDPOINT_URL, or endpoint_url of the profile).',
  };
}
