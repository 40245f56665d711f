import type { Accounts, Principal } from './auth/accounts.js';
import type { Policies } from './auth/policies.js';
import { Ec2Error } from './wire/ec2-error.js';
import type { Params } from './wire/params.js';
import type { XmlObject } from './wire/xml.js';

/** One authenticated request to STS. */
export interface StsRequest {
  readonly params: Params;
  readonly principal: Principal;
}

/** What a role's session may be called. */
const SESSION_NAME = /^[\w+=,.@-]{2,64}$/;
const DEFAULT_SECONDS = 3600;

type Handler = (request: StsRequest) => XmlObject;

/** The part of STS that says who one is, and lets one be somebody else. */
export class StsService {
  readonly #accounts: Accounts;
  readonly #policies: Policies;
  readonly #handlers: Readonly<Record<string, Handler>> = {
    GetCallerIdentity: ({ principal }) => identity(principal),
    AssumeRole: (request) => this.#assumeRole(request),
    DecodeAuthorizationMessage: ({ params }) => decoded(params),
  };

  constructor(accounts: Accounts, policies: Policies) {
    this.#accounts = accounts;
    this.#policies = policies;
  }

  /** The names of all actions. */
  get actions(): string[] {
    return Object.keys(this.#handlers);
  }

  /**
   * The content of the `…Result` element.
   * @throws {Ec2Error} what STS would answer
   */
  carryOut(request: StsRequest): XmlObject {
    const action = request.params.text('Action') ?? '';
    const handler = Object.hasOwn(this.#handlers, action) ? this.#handlers[action] : undefined;
    if (handler) return handler(request);
    throw new Ec2Error('InvalidAction', `Could not find operation ${action} for version 2011-06-15`);
  }

  /** Trust policies are not modelled: who may call AssumeRole may assume any role. */
  #assumeRole({ params, principal }: StsRequest): XmlObject {
    const roleArn = params.required('RoleArn');
    const name = params.required('RoleSessionName');
    if (!SESSION_NAME.test(name)) throw invalid(`${name} is no role session name`);
    const seconds = params.integer('DurationSeconds') ?? DEFAULT_SECONDS;
    if (seconds < 900 || seconds > 43_200) throw invalid(`DurationSeconds is ${seconds}, not 900 to 43200`);
    const refusal = this.#policies.judge(principal.policyOwner, {
      action: 'sts:AssumeRole',
      resource: roleArn,
      context: {},
    });
    if (refusal) {
      throw new Ec2Error(
        'AccessDenied',
        `User: ${principal.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
        403,
      );
    }
    const session = this.#accounts.assumeRole(roleArn, name, seconds);
    const { accessKeyId, secretAccessKey, sessionToken } = session.credentials;
    const expiration = new Date(session.expiresAtMs).toISOString();
    return {
      Credentials: {
        AccessKeyId: accessKeyId,
        SecretAccessKey: secretAccessKey,
        SessionToken: sessionToken,
        Expiration: expiration,
      },
      AssumedRoleUser: { AssumedRoleId: session.principal.userId, Arn: session.principal.arn },
    };
  }
}

/** No policy can forbid this one. */
function identity({ arn, userId, accountId }: Principal): XmlObject {
  return { Arn: arn, UserId: userId, Account: accountId };
}

/** Reads back what an UnauthorizedOperation of the double ends with. */
function decoded(params: Params): XmlObject {
  const text = Buffer.from(params.required('EncodedMessage'), 'base64url').toString();
  if (text.startsWith('{"allowed":')) return { DecodedMessage: text };
  throw new Ec2Error('InvalidAuthorizationMessageException', 'The message is not one of this sandbox.');
}

function invalid(message: string): Ec2Error {
  return new Ec2Error('ValidationError', message);
}
