import { createInterface } from 'node:readline/promises';
import type { Task } from './task.js';
import { UsageError } from './usage-error.js';

/**
 * Asks before something is destroyed, unless `--yes` was given.
 *
 * @param what completes "This deletes …".
 * @returns false when the person said no.
 * @throws UsageError when there is nobody to be asked.
 */
export async function confirmed(
  task: Task,
  yes: boolean | undefined,
  what: () => Promise<string>,
): Promise<boolean> {
  if (yes) return true;
  const { stdin, stderr } = task.terminal;
  if (!stdin.isTTY || !stderr.isTTY) {
    throw new UsageError(
      'This destroys something, and there is nobody to be asked.',
      'Add --yes to say that you mean it.',
    );
  }
  const question = `This deletes ${await what()}. It cannot be undone. Continue? [y/N] `;
  task.output.progress.end();
  // Not a terminal to readline, or it would keep Ctrl-C to itself.
  const readline = createInterface({ input: stdin, output: stderr, terminal: false });
  try {
    const ended = new Promise<string>((resolve) => {
      readline.once('close', () => resolve(''));
    });
    const answer = await Promise.race([readline.question(question, { signal: task.signal }), ended]);
    if (/^y(es)?$/i.test(answer.trim())) return true;
  } finally {
    readline.close();
  }
  task.output.hint('Nothing was deleted.');
  return false;
}
