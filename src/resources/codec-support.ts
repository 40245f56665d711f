import { z } from 'zod';
import { InvalidInputError } from '../errors/invalid-input-error.js';
import { bodyLacks, illegalValue, unknownOption } from '../errors/messages.js';
import type { RequestDetails } from '../errors/request-details.js';
import { ResponseError } from '../errors/response-error.js';
import type { Rule } from './rules.js';
import { fromWireKeys, isMissing, toWireKey } from './wire-keys.js';

/* Reading: tolerant. Null, missing and '' are the same; unknown fields are ignored here and kept in `raw`. */

/**
 * Reads an answer's body.
 *
 * @throws ResponseError with the place in the API's words: `connection_config.peer.vpc_id`.
 */
export function read<T>(schema: z.ZodType<T>, body: unknown, request?: RequestDetails): T {
  const result = schema.safeParse(fromWireKeys(body));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = (issue?.path ?? []).map((key) => (typeof key === 'string' ? toWireKey(key) : key));
  const at = place(path);
  const problem =
    body === undefined
      ? 'it is empty'
      : isMissing(valueAt(body, path))
        ? 'it is missing'
        : 'it has the wrong type';
  throw new ResponseError(bodyLacks(request, at, problem), { ...(request && { request }), at });
}

/**
 * Reads a list: each item with its original form. Null is the empty list, as a Go server writes one; so is a 204.
 *
 * @throws ResponseError with the place: `[3].network_id`.
 */
export function readList<T>(schema: z.ZodType<T>, body: unknown, request?: RequestDetails): [T, unknown][] {
  if (body === null || (body === undefined && request?.status === 204)) return [];
  const items = Array.isArray(body) ? body : [];
  return read(z.array(schema), body, request).map((item, index) => [item, items[index]]);
}

/** An object's fields, whatever they are. */
export function asRecord(body: unknown): Readonly<Record<string, unknown>> {
  return body instanceof Object ? { ...body } : {};
}

/* Writing: strict. Unknown keys are refused, every value obeys its rule. */

/** A text that obeys a rule. */
export function textObeying(rule: Rule): z.ZodType<string, string> {
  return z.custom<string>().check(complaining(rule));
}

/** A number that obeys a rule. */
export function numberObeying(rule: Rule): z.ZodType<number, number> {
  return z.custom<number>().check(complaining(rule));
}

function complaining(rule: Rule) {
  return ({ value, issues }: z.core.ParsePayload<unknown>) => {
    const complaint = rule(value);
    if (!complaint) return;
    issues.push({
      code: 'custom',
      input: value,
      message: complaint.legal,
      params: { example: complaint.example },
    });
  };
}

/** An object of options; others than these are refused by name. */
export function options<Shape extends z.ZodRawShape>(shape: Shape) {
  const known = Object.keys(shape).join(' ');
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? known
        : `an object with the options ${known.replaceAll(' ', ', ')}`,
  });
}

/**
 * Checks what a caller passed and translates it.
 *
 * @throws InvalidInputError with the field's name, the value and what would be legal.
 */
export function write<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  if (!issue) throw new InvalidInputError(illegalValue('input', input, 'legal'));
  const field = place(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const unknown = place([...issue.path, issue.keys[0] ?? '']);
    throw new InvalidInputError(unknownOption(unknown, issue.message.split(' ')), { field: unknown });
  }
  const params = issue.code === 'custom' ? issue.params : undefined;
  const example = typeof params?.example === 'string' ? params.example : undefined;
  const value = SECRET_FIELDS.some((name) => field.includes(name)) ? '***' : valueAt(input, issue.path);
  throw new InvalidInputError(illegalValue(field || 'input', value, issue.message, example), { field });
}

const SECRET_FIELDS = ['aclRules', 'password'];

function place(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value instanceof Object ? Reflect.get(value, key) : undefined),
    body,
  );
}
