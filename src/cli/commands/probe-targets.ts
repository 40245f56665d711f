import type { ProbeTarget } from '../../verify/index.js';
import { readInput } from '../input-file.js';
import type { Task } from '../task.js';
import { UsageError } from '../usage-error.js';

/**
 * Reads endpoints from a file, or from stdin for `-`: one on each line (empty lines and `#` comments are left out), or
 * a JSON list of endpoints and of objects as the library's `probe` takes them. The library checks each of them.
 *
 * @throws UsageError when the file cannot be read, or begins like a JSON list and is none.
 */
export async function readTargets(path: string, task: Task): Promise<readonly ProbeTarget[]> {
  const text = await readInput(path, task);
  if (text.trimStart().startsWith('[') && !/^\s*\[[0-9a-f:.]+\]/i.test(text)) return parseList(path, text);
  return text
    .split('\n')
    .map((line) => line.replace(/(^|\s)#.*/, '').trim())
    .filter((line) => line !== '');
}

function parseList(path: string, text: string): readonly ProbeTarget[] {
  try {
    return JSON.parse(text);
  } catch (error) {
    // Without the excerpt that the message ends with: it may hold a secret.
    const why = error instanceof Error ? error.message.split(/, (?:\.{3})?"/)[0] : String(error);
    throw new UsageError(
      `${path} begins like a JSON list, but is none: ${why}.`,
      'For example: ["10.0.0.5:6379"]',
    );
  }
}
