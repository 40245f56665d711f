import { type ControlBody, numbersIn, optionalTextIn, textIn } from '../control-body.js';
import { SandboxError } from '../sandbox-error.js';
import type { IamPolicyDocument } from './auth/policy-document.js';
import type { AwsSandbox } from './aws-sandbox.js';

/** `AwsSandbox` over HTTP, for tests in any language: method and path under `/_sandbox`, and what is done. */
export const AWS_HANDLERS: Readonly<Record<string, (aws: AwsSandbox, body: ControlBody) => unknown>> = {
  'POST /aws/accounts': (aws, body) => {
    // The keys are not shown here: AssumeRole, or twelve digits as access key id, lead into every account.
    return { id: aws.account(optionalTextIn(body, 'id')).id };
  },
  'POST /aws/policies': (aws, body) => aws.policy(textIn(body, 'owner'), documentIn(body)),
  'POST /aws/consistency': (aws, body) => aws.consistency(body),
  'POST /aws/limits': (aws, { accountId, ...limits }) =>
    aws.limits(textIn({ accountId }, 'accountId'), numbersIn(limits)),
  'POST /aws/propagated-routes': (aws, body) =>
    aws.propagateRoute(textIn(body, 'routeTableId'), textIn(body, 'destinationCidrBlock')),
};

function documentIn({ document }: ControlBody): IamPolicyDocument | null {
  if (document === null || isDocument(document)) return document;
  throw new SandboxError(
    'invalid_option',
    'the body has no "document"',
    'Send an IAM policy, or null for none: {"owner": "111122223333", "document": {"Statement": []}}.',
  );
}

/** What is in it is checked when it is attached. */
function isDocument(value: unknown): value is IamPolicyDocument {
  return typeof value === 'object' && value !== null && 'Statement' in value;
}
