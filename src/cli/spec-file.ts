import { readInput } from './input-file.js';
import type { Task } from './task.js';
import { UsageError } from './usage-error.js';

/**
 * Reads what to create from a JSON file, or from stdin for `-`. Its shape is that of the library's `create`, which
 * checks it; `schemas/` describes it. `$schema` is for editors and left out.
 *
 * @throws UsageError when it cannot be read, or is no JSON object.
 */
export async function readSpec<T>(path: string, task: Task): Promise<T> {
  const name = path === '-' ? 'stdin' : path;
  const spec = parse(name, await readInput(path, task));
  if (typeof spec !== 'object' || spec === null || Array.isArray(spec)) {
    throw new UsageError(
      `${name} holds no JSON object.`,
      'The folder schemas of the package describes its shape.',
    );
  }
  const { $schema: _, ...input } = spec;
  return input;
}

function parse(name: string, text: string) {
  try {
    return JSON.parse(text);
  } catch (error) {
    // Without the excerpt that the message ends with: it may hold a secret.
    const why = error instanceof Error ? error.message.split(/, (?:\.{3})?"/)[0] : String(error);
    throw new UsageError(
      `${name} is no JSON: ${why}.`,
      'Keys and texts stand in double quotes, without a last comma.',
    );
  }
}
