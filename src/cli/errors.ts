import { EXIT, type ExitCode } from './exit-codes.js';
import { printable, type Style } from './style.js';
import { UsageError } from './usage-error.js';

/** An error of the library or its sandbox: thrown on purpose, with a code and a next step. */
interface ExplainedError extends Error {
  readonly code: string;
  readonly fix: string;
}

// By shape, not by class: the classes would have to be loaded to ask them.
function isExplained(error: unknown): error is ExplainedError {
  return error instanceof Error && 'fix' in error && 'code' in error && typeof error.code === 'string';
}

/** Codes of what the person at the keyboard got wrong, unless the API was the one that refused it. */
const TYPED_WRONG = ['invalid_input', 'invalid_option', 'api_key_missing', 'api_key_malformed'];

/** True when the error is about how the program was called; stdout stays empty then. */
export function isUsage(error: unknown): boolean {
  if (error instanceof UsageError) return true;
  if (!isExplained(error) || !TYPED_WRONG.includes(error.code)) return false;
  return !('request' in error);
}

/** What the process ends with after an error. */
export function exitCodeOf(error: unknown): ExitCode {
  return isUsage(error) ? EXIT.usage : EXIT.failed;
}

/** The document that `--json` prints in place of a result. */
export function errorDocument(error: unknown): { readonly error: Readonly<Record<string, unknown>> } {
  if (!isExplained(error)) {
    const message = error instanceof Error ? error.message : String(error);
    return { error: { name: 'Error', code: 'unexpected', message, fix: BUG } };
  }
  const { name, code, message, fix } = error;
  return { error: { name, code, message, fix, ...Object.fromEntries(Object.entries(error)) } };
}

/** An error as a person reads it: what happened, then what to do. Ends with a newline. */
export function errorText(error: unknown, command: string, style: Style, debug: boolean): string {
  const where = style('bad', `${command}:`);
  if (isExplained(error) || error instanceof UsageError) {
    return `${where} ${printable(error.message)}\n${fixText(error.fix, style)}`;
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const stack = debug && error instanceof Error ? `${error.stack ?? ''}\n` : '';
  return `${where} unexpected error. ${printable(message)}\n${stack}${fixText(BUG, style)}`;
}

const BUG = 'This is a bug of dfcloud. Run it again with DFCLOUD_DEBUG=1, and report what it prints.';

/** The next step under an error or a finding, set off by its label. */
export function fixText(fix: string, style: Style): string {
  return `  ${style('strong', 'fix:')} ${printable(fix)}\n`;
}
