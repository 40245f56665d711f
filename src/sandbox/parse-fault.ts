import { isDuration, LEGAL_DURATION } from './duration.js';
import type { Fault } from './faults.js';
import { SandboxError } from './sandbox-error.js';

type Check = (value: unknown) => boolean;
interface Field {
  readonly legal: string;
  readonly fits: Check;
  readonly optional?: true;
}

const duration: Field = { legal: LEGAL_DURATION, fits: isDuration };
const text: Field = { legal: 'a text', fits: (value) => typeof value === 'string' };
const oneOf = (...words: string[]): Field => ({
  legal: words.map((word) => `'${word}'`).join(' or '),
  fits: (value) => words.some((word) => word === value),
});
const optional = (field: Field): Field => ({ ...field, optional: true });

const FIELDS: Record<Fault['kind'], Readonly<Record<string, Field>>> = {
  'answer-lost': {},
  refused: {},
  'listener-down': { ms: duration },
  slow: { ms: duration, phase: optional(oneOf('before', 'after')) },
  'rate-limit': {
    retryAfterSeconds: optional({ legal: 'seconds, zero or more', fits: isDuration }),
    format: optional(oneOf('seconds', 'date')),
  },
  status: {
    status: {
      legal: 'an HTTP status from 200 to 599',
      fits: (value) => Number.isInteger(value) && Number(value) >= 200 && Number(value) <= 599,
    },
    body: optional({ legal: 'any JSON value', fits: () => true }),
    headers: optional({
      legal: 'an object of texts',
      fits: (value) => isObject(value) && Object.values(value).every((inner) => typeof inner === 'string'),
    }),
    effect: optional({ legal: 'true or false', fits: (value) => typeof value === 'boolean' }),
  },
  malformed: { how: oneOf('not-json', 'truncated', 'missing-field'), field: optional(text) },
  'no-content': {},
  'unknown-status': { status: text },
  'not-visible': { ms: duration },
  'early-active': {},
  'stuck-pending': {},
  fails: { statusDetail: optional(text) },
};

/**
 * Checks a fault, which may come from another process as JSON.
 * @throws {SandboxError} `invalid_fault`, naming the field and what is legal.
 */
export function parseFault(value: unknown): Fault {
  const problem = problemOf(value);
  if (problem === undefined && isFault(value)) return value;
  throw new SandboxError('invalid_fault', problem?.message ?? 'not a fault', problem?.fix ?? '');
}

function isFault(value: unknown): value is Fault {
  return problemOf(value) === undefined;
}

function problemOf(value: unknown): { readonly message: string; readonly fix: string } | undefined {
  const kinds = Object.keys(FIELDS).join(', ');
  if (!isObject(value)) return { message: 'a fault is an object', fix: `Its kind is one of: ${kinds}.` };
  const fields = Object.entries(FIELDS).find(([kind]) => kind === value.kind)?.[1];
  if (!fields)
    return { message: `no fault is of the kind ${JSON.stringify(value.kind)}`, fix: `Kinds: ${kinds}.` };

  for (const [name, field] of Object.entries(fields)) {
    const given = value[name];
    if (given === undefined ? field.optional : field.fits(given)) continue;
    return {
      message: `the fault ${String(value.kind)} has ${name}: ${JSON.stringify(given)}`,
      fix: `Give ${field.legal}.`,
    };
  }
  if (value.kind === 'malformed' && value.how === 'missing-field' && !value.field) {
    return {
      message: 'the fault malformed lacks field',
      fix: "Give the field's path, 'connection_config.name'.",
    };
  }
  const unknown = Object.keys(value).find((name) => name !== 'kind' && !(name in fields));
  if (unknown === undefined) return undefined;
  return {
    message: `the fault ${String(value.kind)} has no field ${unknown}`,
    fix: `Its fields: ${Object.keys(fields).join(', ') || 'none'}.`,
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
