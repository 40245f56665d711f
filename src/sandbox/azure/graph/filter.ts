import type { JsonObject } from '../state/records.js';
import { GraphError } from './graph-error.js';

type Test = (object: JsonObject) => boolean;

const TEXT = "'((?:[^']|'')*)'";
const EQUALS = new RegExp(`^(\\w+)\\s+eq\\s+(?:${TEXT}|(true|false|null)|([0-9a-f-]{36}))$`, 'i');
const STARTS_WITH = new RegExp(`^startswith\\(\\s*(\\w+)\\s*,\\s*${TEXT}\\s*\\)$`, 'i');
const ANY = new RegExp(`^(\\w+)/any\\(\\s*(\\w+)\\s*:\\s*(\\w+)\\s+eq\\s+${TEXT}\\s*\\)$`, 'i');
const IN = new RegExp(`^(\\w+)\\s+in\\s+\\(\\s*(${TEXT}(?:\\s*,\\s*${TEXT})*)\\s*\\)$`, 'i');

/**
 * What a `$filter` lets through: `eq`, `in`, `startswith` and `any(x:x eq …)`, joined by `and` or by `or`. Texts are
 * compared without regard to case. What needs the advanced query engine (`ne`, `not`, `endswith`) is refused.
 * @throws {GraphError} 400
 */
export function parseFilter(filter: string, known: readonly string[]): Test {
  const [alternatives, all] = [split(filter, 'or'), split(filter, 'and')];
  if (alternatives.length > 1 && all.length > 1) throw unsupported(filter);
  const tests = (alternatives.length > 1 ? alternatives : all).map((clause) => clauseTest(clause, known));
  if (alternatives.length > 1) return (object) => tests.some((test) => test(object));
  return (object) => tests.every((test) => test(object));
}

function clauseTest(given: string, known: readonly string[]): Test {
  const clause = given.trim();
  const equals = EQUALS.exec(clause);
  if (equals) {
    const [, property = '', text, literal, guid] = equals;
    const wanted = literal === undefined ? unquoted(text ?? guid ?? '') : literal.toLowerCase();
    return on(property, known, (value) => String(value).toLowerCase() === wanted);
  }
  const startsWith = STARTS_WITH.exec(clause);
  if (startsWith) {
    const [, property = '', text = ''] = startsWith;
    return on(property, known, (value) =>
      String(value ?? '')
        .toLowerCase()
        .startsWith(unquoted(text)),
    );
  }
  const any = ANY.exec(clause);
  if (any && any[2] === any[3]) {
    const [, property = '', , , text = ''] = any;
    return on(property, known, (value) => listOf(value).includes(unquoted(text)));
  }
  const among = IN.exec(clause);
  if (among) {
    const wanted = [...(among[2] ?? '').matchAll(new RegExp(TEXT, 'g'))].map(([, text = '']) =>
      unquoted(text),
    );
    return on(among[1] ?? '', known, (value) => wanted.includes(String(value).toLowerCase()));
  }
  throw unsupported(clause);
}

function on(property: string, known: readonly string[], test: (value: unknown) => boolean): Test {
  if (!known.includes(property)) {
    const message = `Could not find a property named '${property}'.`;
    throw new GraphError(400, 'BadRequest', message);
  }
  return (object) => test(object[property]);
}

/** Splits at a word outside of quotes. */
function split(filter: string, word: 'and' | 'or'): string[] {
  const masked = filter.replace(/'(?:[^']|'')*'/g, (text) => 'x'.repeat(text.length));
  const parts: string[] = [];
  let start = 0;
  for (const { index, 0: separator } of masked.matchAll(new RegExp(`\\s+${word}\\s+`, 'gi'))) {
    parts.push(filter.slice(start, index));
    start = index + separator.length;
  }
  return [...parts, filter.slice(start)];
}

/** Two quotes stand for one. */
function unquoted(text: string): string {
  return text.replaceAll("''", "'").toLowerCase();
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map((element) => String(element).toLowerCase()) : [];
}

function unsupported(clause: string): GraphError {
  const message = `Unsupported or invalid query filter clause specified: ${clause.trim()}.`;
  return new GraphError(400, 'Request_UnsupportedQuery', message);
}
