import { invalidValue } from './errors.js';
import { type Fields, isFields } from './fields.js';

/** True for what a list shows. */
export type Filter = (item: Fields) => boolean;

interface Lexeme {
  readonly text: string;
  readonly quoted: boolean;
}

const OPERATORS = ['eq', 'ne', '=', '!=', '<', '<=', '>', '>=', ':'];
const LEXEMES = /\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([()])|(!=|<=|>=|=|<|>|:)|([^\s()"'=!<>:]+))/y;

/**
 * Reads the filter of a list: comparisons, `AND` (also where it is left out), `OR`, `NOT` and brackets. `eq` and `ne`
 * take an expression in RE2's syntax that the whole value has to match; gcloud writes its filters so.
 * @throws {GcpError} 400
 */
export function parseFilter(text: string): Filter {
  const lexemes = lex(text);
  const parser = new Parser(lexemes, text);
  return parser.whole();
}

function lex(text: string): Lexeme[] {
  const lexemes: Lexeme[] = [];
  const pattern = new RegExp(LEXEMES);
  const end = text.trimEnd().length;
  while (pattern.lastIndex < end) {
    const match = pattern.exec(text);
    if (!match) throw illegal(text);
    const [, double, single, bracket, operator, word] = match;
    const quoted = double ?? single;
    lexemes.push(
      quoted === undefined
        ? { text: bracket ?? operator ?? word ?? '', quoted: false }
        : { text: unquoted(quoted), quoted: true },
    );
  }
  return lexemes;
}

/** A backslash before a quote is no part of the value; all others belong to the expression. */
function unquoted(text: string): string {
  return text.replace(/\\(["'])/g, '$1');
}

class Parser {
  readonly #lexemes: readonly Lexeme[];
  readonly #text: string;
  #next = 0;

  constructor(lexemes: readonly Lexeme[], text: string) {
    this.#lexemes = lexemes;
    this.#text = text;
  }

  whole(): Filter {
    const filter = this.#any();
    if (this.#next < this.#lexemes.length) throw illegal(this.#text);
    return filter;
  }

  #any(): Filter {
    const terms = [this.#all()];
    while (this.#takes('OR')) terms.push(this.#all());
    return (item) => terms.some((term) => term(item));
  }

  #all(): Filter {
    const terms = [this.#one()];
    while (this.#takes('AND') || this.#startsTerm()) terms.push(this.#one());
    return (item) => terms.every((term) => term(item));
  }

  #one(): Filter {
    if (this.#takes('NOT')) {
      const term = this.#one();
      return (item) => !term(item);
    }
    if (!this.#takes('(')) return this.#comparison();
    const inner = this.#any();
    if (!this.#takes(')')) throw illegal(this.#text);
    return inner;
  }

  #comparison(): Filter {
    const field = this.#take();
    const operator = this.#take();
    const value = this.#take();
    if (!/^[\w.-]+$/.test(field.text) || operator.quoted || !OPERATORS.includes(operator.text)) {
      throw illegal(this.#text);
    }
    const test = comparison(operator.text, value.text, this.#text);
    const path = field.text.split('.');
    return (item) => test(valuesAt(item, path));
  }

  #startsTerm(): boolean {
    const next = this.#lexemes[this.#next];
    return next !== undefined && (next.quoted || (next.text !== ')' && next.text !== 'OR'));
  }

  #takes(word: string): boolean {
    const next = this.#lexemes[this.#next];
    if (!next || next.quoted || next.text !== word) return false;
    this.#next += 1;
    return true;
  }

  #take(): Lexeme {
    const next = this.#lexemes[this.#next];
    if (!next) throw illegal(this.#text);
    this.#next += 1;
    return next;
  }
}

/** The test of a field's values: several where the field is a list, none where it is absent. */
function comparison(operator: string, value: string, text: string): (values: readonly string[]) => boolean {
  switch (operator) {
    case 'eq':
    case 'ne': {
      const expression = wholeMatch(value, text);
      const equal = (values: readonly string[]) => values.some((other) => expression.test(other));
      return operator === 'eq' ? equal : (values) => !equal(values);
    }
    case '=':
      return (values) => values.includes(value);
    case '!=':
      return (values) => !values.includes(value);
    case ':':
      return (values) => (value === '*' ? values.length > 0 : values.some((other) => other.includes(value)));
    default:
      return (values) => values.some((other) => ordered(operator, other, value));
  }
}

function wholeMatch(value: string, text: string): RegExp {
  try {
    return new RegExp(`^(?:${value})$`);
  } catch {
    throw illegal(text);
  }
}

function ordered(operator: string, left: string, right: string): boolean {
  const numbers = Number(left) - Number(right);
  const order = Number.isNaN(numbers) ? left.localeCompare(right) : numbers;
  if (order === 0) return operator === '<=' || operator === '>=';
  return order < 0 === operator.startsWith('<');
}

function valuesAt(value: unknown, path: readonly string[]): string[] {
  if (Array.isArray(value)) return value.flatMap((inner) => valuesAt(inner, path));
  const [key, ...rest] = path;
  if (key === undefined) return value === undefined || value === null ? [] : [String(value)];
  return isFields(value) ? valuesAt(value[key], rest) : [];
}

function illegal(text: string) {
  return invalidValue('filter', text, 'Invalid list filter expression.');
}
