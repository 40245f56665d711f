import { SandboxError } from '../sandbox-error.js';
import type { IamPolicyDocument } from './auth/policy-document.js';
import type { AwsSandbox } from './aws-sandbox.js';

type Body = Readonly<Record<string, unknown>>;

/** `AwsSandbox` over HTTP, for tests in any language: method and path under `/_sandbox`, and what is done. */
export const AWS_HANDLERS: Readonly<Record<string, (aws: AwsSandbox, body: Body) => unknown>> = {
  'POST /aws/accounts': (aws, body) => {
    // The keys are not shown here: AssumeRole, or twelve digits as access key id, lead into every account.
    return { id: aws.account(body.id === undefined ? undefined : text(body, 'id')).id };
  },
  'POST /aws/policies': (aws, body) => aws.policy(text(body, 'owner'), documentIn(body)),
  'POST /aws/consistency': (aws, body) => aws.consistency(body),
  'POST /aws/limits': (aws, { accountId, ...limits }) =>
    aws.limits(text({ accountId }, 'accountId'), numbers(limits)),
  'POST /aws/propagated-routes': (aws, body) =>
    aws.propagateRoute(text(body, 'routeTableId'), text(body, 'destinationCidrBlock')),
};

function text(body: Body, name: string): string {
  const value = body[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new SandboxError('invalid_option', `the body has no text "${name}"`, `Send {"${name}": "…"}.`);
}

function documentIn({ document }: Body): IamPolicyDocument | null {
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

function numbers(body: Body): Record<string, number> {
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, Number(value)]));
}
