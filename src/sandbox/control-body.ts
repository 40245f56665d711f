import { SandboxError } from './sandbox-error.js';

/** The JSON object that a control request carries. */
export type ControlBody = Readonly<Record<string, unknown>>;

/**
 * A text that must be there.
 * @throws {SandboxError} `invalid_option`
 */
export function textIn(body: ControlBody, name: string): string {
  const value = body[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new SandboxError('invalid_option', `the body has no text "${name}"`, `Send {"${name}": "…"}.`);
}

/** A text that may be left out. */
export function optionalTextIn(body: ControlBody, name: string): string | undefined {
  return body[name] === undefined ? undefined : textIn(body, name);
}

/**
 * A number that must be there.
 * @throws {SandboxError} `invalid_option`
 */
export function numberIn(body: ControlBody, name: string): number {
  const value = body[name];
  if (typeof value === 'number') return value;
  throw new SandboxError('invalid_option', `the body has no number "${name}"`, `Send {"${name}": 1}.`);
}

/** Every field as a number; what is none becomes NaN, which the receiver refuses by name. */
export function numbersIn(body: ControlBody): Record<string, number> {
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, Number(value)]));
}
