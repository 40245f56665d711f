import type { JsonObject } from '../state/records.js';
import { badRequest, invalidProperty, invalidValue } from './graph-error.js';

/**
 * Refuses what the resource does not have, and what nobody may write.
 * @throws {GraphError} 400
 */
export function checkNames(body: JsonObject, writable: readonly string[], readOnly: readonly string[]): void {
  for (const name of Object.keys(body)) {
    if (readOnly.includes(name)) throw badRequest(`Property '${name}' is read-only and cannot be set.`);
    if (!writable.includes(name) && !name.startsWith('@odata.')) throw invalidProperty(name);
  }
}

/**
 * A text; undefined when it is left out.
 * @throws {GraphError} 400
 */
export function textField(body: JsonObject, name: string, resource: string): string | undefined {
  const value = body[name];
  if (value === undefined) return undefined;
  if (typeof value === 'string') return value;
  throw invalidValue(name, resource);
}

/**
 * A list of texts; undefined when it is left out.
 * @throws {GraphError} 400
 */
export function textsField(body: JsonObject, name: string, resource: string): readonly string[] | undefined {
  const value = body[name];
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.every((element): element is string => typeof element === 'string'))
    return value;
  throw invalidValue(name, resource);
}

/** An object; `{}` when it is left out or none. */
export function objectField(body: JsonObject, name: string): JsonObject {
  const value = body[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** What is written without being looked at. */
export function without(body: JsonObject, names: readonly string[]): JsonObject {
  const rest = Object.entries(body).filter(([name]) => !names.includes(name) && !name.startsWith('@odata.'));
  return Object.fromEntries(rest);
}
