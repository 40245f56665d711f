import { hostCidr, parseCidr } from '../../../path/cidr.js';
import { wildcard } from '../wire/wildcard.js';

/** The values of a request by condition key, in lower case: condition keys are not case-sensitive. */
export type ConditionContext = Readonly<Record<string, string | readonly string[]>>;

type Test = (actual: string, wanted: string) => boolean;

const like: Test = (actual, wanted) => wildcard(wanted, { escapes: false }).test(actual);
const equals: Test = (actual, wanted) => actual === wanted;
const equalsIgnoringCase: Test = (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase();
const number = (compare: (difference: number) => boolean): Test => {
  return (actual, wanted) => compare(Number(actual) - Number(wanted));
};
const date = (compare: (difference: number) => boolean): Test => {
  return (actual, wanted) => compare(Date.parse(actual) - Date.parse(wanted));
};
const inBlock: Test = (actual, wanted) => {
  const address = hostCidr(actual);
  const block = parseCidr(wanted);
  const outer = block.ok ? block.cidr : hostCidr(wanted);
  return address !== undefined && (outer?.contains(address) ?? false);
};

/** Positive tests; each has a negative form with Not, which holds when none of the values fits. */
const TESTS: Readonly<Record<string, Test>> = {
  StringEquals: equals,
  StringEqualsIgnoreCase: equalsIgnoringCase,
  StringLike: like,
  // Both match each of the six colon-separated parts with wildcards, so they are the same.
  ArnEquals: (actual, wanted) => likeArn(actual, wanted),
  ArnLike: (actual, wanted) => likeArn(actual, wanted),
  Bool: equalsIgnoringCase,
  NumericEquals: number((difference) => difference === 0),
  NumericLessThan: number((difference) => difference < 0),
  NumericLessThanEquals: number((difference) => difference <= 0),
  NumericGreaterThan: number((difference) => difference > 0),
  NumericGreaterThanEquals: number((difference) => difference >= 0),
  DateEquals: date((difference) => difference === 0),
  DateLessThan: date((difference) => difference < 0),
  DateLessThanEquals: date((difference) => difference <= 0),
  DateGreaterThan: date((difference) => difference > 0),
  DateGreaterThanEquals: date((difference) => difference >= 0),
  IpAddress: inBlock,
};

const NEGATIVE: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  NotIpAddress: 'IpAddress',
};

interface Operator {
  readonly base: string;
  readonly negated: boolean;
  readonly ifExists: boolean;
  readonly set: 'any' | 'all' | undefined;
}

/** True for an operator that the sandbox can evaluate. */
export function knownOperator(name: string): boolean {
  const { base } = operatorOf(name);
  return base === 'Null' || base in TESTS;
}

/** Whether a condition of a statement holds. A key that the request does not have fails every positive test. */
export function conditionHolds(
  name: string,
  key: string,
  wanted: readonly string[],
  context: ConditionContext,
): boolean {
  const operator = operatorOf(name);
  const actual = valuesOf(context, key);
  if (operator.base === 'Null') return wanted.includes(String(actual.length === 0));
  if (actual.length === 0) {
    if (operator.ifExists || operator.set === 'all') return true;
    return operator.negated && operator.set === undefined;
  }
  const test = TESTS[operator.base];
  if (!test) return false;
  const fits = (value: string) => {
    const found = wanted.some((pattern) => test(value, pattern));
    return operator.negated ? !found : found;
  };
  if (operator.set === 'all') return actual.every(fits);
  // Without a set operator a negative test must hold for every value, as the positive one holds for any.
  return operator.negated && operator.set !== 'any' ? actual.every(fits) : actual.some(fits);
}

function operatorOf(name: string): Operator {
  const [, set, plain = '', ifExists] = /^(?:(ForAnyValue|ForAllValues):)?(.*?)(IfExists)?$/.exec(name) ?? [];
  return {
    base: NEGATIVE[plain] ?? plain,
    negated: plain in NEGATIVE,
    ifExists: ifExists !== undefined,
    set: set === undefined ? undefined : set === 'ForAnyValue' ? 'any' : 'all',
  };
}

function valuesOf(context: ConditionContext, key: string): readonly string[] {
  const value = context[key];
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

/** Each of the six parts is compared by itself: a wildcard does not reach across a colon. */
function likeArn(actual: string, wanted: string): boolean {
  const [actualParts, wantedParts] = [arnParts(actual), arnParts(wanted)];
  const fits = wantedParts.every((part, index) => like(actualParts[index] ?? '', part));
  return wanted === '*' || (actualParts.length === wantedParts.length && fits);
}

/** The resource, the sixth part, may hold colons itself. */
function arnParts(arn: string): string[] {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}
