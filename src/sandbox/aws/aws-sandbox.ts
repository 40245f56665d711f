import { SandboxError } from '../sandbox-error.js';
import { destinationText } from './actions/route-view.js';
import type { AwsCredentials } from './auth/accounts.js';
import type { IamPolicyDocument } from './auth/policy-document.js';
import type { AwsContext } from './aws-context.js';
import type { AwsConsistency } from './consistency.js';
import { type AwsLimits, DEFAULT_LIMITS } from './limits.js';
import { canonical } from './wire/cidr-param.js';

/** An AWS account of the sandbox. */
export interface AwsAccount {
  /** 12 digits. */
  readonly id: string;
  /** Keys of its user, which may do everything until `policy` says otherwise. */
  readonly credentials: AwsCredentials;
}

/** What a test can do with the sandbox's AWS beside calling its API. */
export interface AwsSandbox {
  /** The account whose keys are in `sandbox.env`. */
  readonly defaultAccountId: string;
  /**
   * An account and its keys. From now on it counts as real: a Dragonfly connection to a VPC that does not exist there,
   * or that overlaps the network, fails. @default the account of `sandbox.env`
   * @throws {SandboxError} `invalid_option`
   */
  account(id?: string): AwsAccount;
  /**
   * Attaches IAM policies to an account's user (12 digits) or to a role (its ARN, for sessions of AssumeRole), in
   * place of those before. Whatever they do not allow is then refused; null allows everything again.
   * @throws {SandboxError} `invalid_option`, for a document that the sandbox cannot enforce in full.
   */
  policy(owner: string, document: IamPolicyDocument | readonly IamPolicyDocument[] | null): void;
  /**
   * How far answers lag behind; replaces what was set before. `{}` for not at all.
   * @throws {SandboxError} `invalid_option`
   */
  consistency(knobs: AwsConsistency): void;
  /**
   * How much an account may have; what is not named stays as it was.
   * @throws {SandboxError} `invalid_option`
   */
  limits(accountId: string, limits: Partial<AwsLimits>): void;
  /**
   * Puts a route into a table as if its virtual private gateway had learned it; the table must take over the
   * gateway's routes (EnableVgwRoutePropagation).
   * @throws {SandboxError} `unknown_id`, `wrong_state`, `invalid_option`
   */
  propagateRoute(routeTableId: string, destinationCidrBlock: string): void;
}

/** The account whose keys a sandbox hands out. */
const DEFAULT_ACCOUNT_ID = '111122223333';

const KNOBS = {
  notFoundMs: 'number',
  notFoundCalls: 'number',
  actions: 'string',
  after: 'string',
  staleStatusMs: 'number',
  staleStatusCalls: 'number',
  hideRequesterCidr: 'boolean',
  throttleEvery: 'number',
} as const satisfies Record<keyof AwsConsistency, string>;

/** `AwsSandbox` on the doubles. What each member does: see there. */
export class AwsControl implements AwsSandbox {
  readonly defaultAccountId = DEFAULT_ACCOUNT_ID;
  readonly #aws: AwsContext;

  constructor(aws: AwsContext) {
    this.#aws = aws;
  }

  account(id: string = DEFAULT_ACCOUNT_ID): AwsAccount {
    const credentials = this.#aws.accounts.credentials(id);
    this.#aws.accounts.know(id);
    return { id, credentials };
  }

  policy(owner: string, document: IamPolicyDocument | readonly IamPolicyDocument[] | null): void {
    if (!/^\d{12}$/.test(owner) && !owner.startsWith('arn:aws:iam::')) {
      throw refusal(
        `policies belong to an account or a role, not to ${owner}`,
        'Give 12 digits or a role ARN.',
      );
    }
    this.#aws.policies.attach(owner, document);
  }

  consistency(knobs: AwsConsistency): void {
    for (const [name, value] of Object.entries(knobs)) {
      if (!Object.hasOwn(KNOBS, name)) {
        throw refusal(`there is no knob ${name}`, `The knobs are ${Object.keys(KNOBS).join(', ')}.`);
      }
      const type = KNOBS[knobName(name)];
      if (typeof value !== type || (typeof value === 'number' && !(value >= 0))) {
        throw refusal(
          `${name} is ${String(value)}`,
          `Give a ${type}${type === 'number' ? ', zero or more' : ''}.`,
        );
      }
    }
    this.#aws.consistency.configure(knobs);
  }

  limits(accountId: string, limits: Partial<AwsLimits>): void {
    for (const [name, value] of Object.entries(limits)) {
      if (!Object.hasOwn(DEFAULT_LIMITS, name)) {
        throw refusal(
          `there is no limit ${name}`,
          `The limits are ${Object.keys(DEFAULT_LIMITS).join(', ')}.`,
        );
      }
      if (!Number.isSafeInteger(value) || value < 0)
        throw refusal(`${name} is ${value}`, 'Give a whole number.');
    }
    this.#aws.limits.change(accountId, limits);
  }

  propagateRoute(routeTableId: string, destinationCidrBlock: string): void {
    const table = this.#aws.world.routeTables.get(routeTableId);
    if (!table) {
      throw new SandboxError(
        'unknown_id',
        `no route table ${routeTableId} exists`,
        'See sandbox.world().aws.',
      );
    }
    const destination = canonical(destinationCidrBlock);
    if (!destination)
      throw refusal(`${destinationCidrBlock} is no CIDR block`, 'Give one, such as 10.0.0.0/8.');
    const [gateway] = table.propagatingGateways;
    if (gateway === undefined) {
      throw new SandboxError(
        'wrong_state',
        `${routeTableId} takes over no gateway's routes`,
        'Call EnableVgwRoutePropagation first.',
      );
    }
    const known = table.routes.some(
      (route) =>
        route.origin === 'EnableVgwRoutePropagation' && destinationText(route) === destination.toString(),
    );
    if (known) return;
    const target = { element: 'gatewayId', id: gateway } as const;
    table.routes.push({ destination, target, origin: 'EnableVgwRoutePropagation' });
  }
}

function knobName(name: string): keyof typeof KNOBS {
  const known = Object.keys(KNOBS).find((knob): knob is keyof typeof KNOBS => knob === name);
  return known ?? 'actions';
}

function refusal(message: string, fix: string): SandboxError {
  return new SandboxError('invalid_option', message, fix);
}
