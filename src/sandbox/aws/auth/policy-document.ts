import { SandboxError } from '../../sandbox-error.js';
import { knownOperator } from './conditions.js';

/** An IAM policy document, as in the console or in `requiredPermissions`. */
export interface IamPolicyDocument {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: IamStatement | readonly IamStatement[];
}

/** One statement of a policy. */
export interface IamStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny' | string;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  /** Operator to condition key to the values that fit. */
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, ConditionValue>>>>;
}

/** What a condition compares with. */
export type ConditionValue = string | number | boolean | readonly (string | number | boolean)[];

/** A statement with every list a list. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: { readonly not: boolean; readonly patterns: readonly string[] };
  readonly resources: { readonly not: boolean; readonly patterns: readonly string[] };
  readonly conditions: readonly {
    readonly operator: string;
    readonly key: string;
    readonly values: readonly string[];
  }[];
}

/**
 * Reads a policy document strictly: what would be ignored here must not look as if it were enforced.
 * @throws {SandboxError} `invalid_option`, naming the statement and what is wrong.
 */
export function parsePolicy(document: IamPolicyDocument): Statement[] {
  if (!isObject(document)) throw refuse('it is no object');
  const statements = listOf(document.Statement);
  if (statements.length === 0) throw refuse('it has no Statement');
  if (!statements.every(isObject)) throw refuse('a Statement is no object');
  return statements.map((statement, index) =>
    parseStatement(statement, statement.Sid ?? `number ${index + 1}`),
  );
}

function parseStatement(statement: IamStatement, name: string): Statement {
  const { Effect } = statement;
  if (Effect !== 'Allow' && Effect !== 'Deny') throw refuse(`statement ${name} has the Effect ${Effect}`);
  return {
    effect: Effect,
    actions: either(statement.Action, statement.NotAction, name, 'Action'),
    resources: either(statement.Resource, statement.NotResource, name, 'Resource'),
    conditions: Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) => {
      if (!knownOperator(operator)) throw refuse(`statement ${name} has the unknown operator ${operator}`);
      return Object.entries(keys).map(([key, values]) => ({
        operator,
        key: key.toLowerCase(),
        values: listOf(values).map(String),
      }));
    }),
  };
}

function either(
  is: string | readonly string[] | undefined,
  isNot: string | readonly string[] | undefined,
  name: string,
  element: string,
): Statement['actions'] {
  if ((is === undefined) === (isNot === undefined)) {
    throw refuse(`statement ${name} must have one of ${element} and Not${element}`);
  }
  return { not: is === undefined, patterns: listOf(is ?? isNot) };
}

function listOf<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return isList(value) ? value : [value];
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function refuse(message: string): SandboxError {
  return new SandboxError(
    'invalid_option',
    `not an IAM policy that the sandbox can enforce: ${message}`,
    'Give a document such as {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ec2:Describe*","Resource":"*"}]}.',
  );
}
