import { wildcard } from '../wire/wildcard.js';
import { type ConditionContext, conditionHolds } from './conditions.js';
import { type IamPolicyDocument, parsePolicy, type Statement } from './policy-document.js';

/** One thing that a request wants to do to one object. */
export interface Demand {
  /** `ec2:CreateRoute` */
  readonly action: string;
  /** The object's ARN; `*` for actions that cannot be limited to objects. */
  readonly resource: string;
  readonly context: ConditionContext;
}

/** Why a demand is refused; undefined: it is allowed. */
export type Refusal = 'explicit deny' | 'no allow' | undefined;

/** The policies of users and roles. Who has none may do everything. */
export class Policies {
  readonly #statements = new Map<string, readonly Statement[]>();

  /**
   * Replaces what is attached to an account's user (12 digits) or a role (its ARN); null takes everything away.
   * @throws {SandboxError} `invalid_option`
   */
  attach(owner: string, documents: IamPolicyDocument | readonly IamPolicyDocument[] | null): void {
    if (documents === null) this.#statements.delete(owner);
    else this.#statements.set(owner, listOf(documents).flatMap(parsePolicy));
  }

  judge(owner: string, demand: Demand): Refusal {
    const statements = this.#statements.get(owner);
    if (!statements) return undefined;
    const applying = statements.filter((statement) => applies(statement, demand));
    if (applying.some(({ effect }) => effect === 'Deny')) return 'explicit deny';
    return applying.length === 0 ? 'no allow' : undefined;
  }
}

function listOf(documents: IamPolicyDocument | readonly IamPolicyDocument[]): readonly IamPolicyDocument[] {
  return isList(documents) ? documents : [documents];
}

function isList(
  value: IamPolicyDocument | readonly IamPolicyDocument[],
): value is readonly IamPolicyDocument[] {
  return Array.isArray(value);
}

function applies({ actions, resources, conditions }: Statement, demand: Demand): boolean {
  const action = demand.action.toLowerCase();
  const named = actions.patterns.some((pattern) => matches(pattern.toLowerCase(), action));
  const meant = resources.patterns.some((pattern) => matches(pattern, demand.resource));
  return (
    named !== actions.not &&
    meant !== resources.not &&
    conditions.every(({ operator, key, values }) => conditionHolds(operator, key, values, demand.context))
  );
}

function matches(pattern: string, text: string): boolean {
  return wildcard(pattern, { escapes: false }).test(text);
}
