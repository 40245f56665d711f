import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { Task } from './task.js';
import { UsageError } from './usage-error.js';

/** The text of a file, or of stdin for `-`. @throws UsageError when it cannot be read. */
export async function readInput(path: string, task: Task): Promise<string> {
  if (path === '-') return readStdin(task);
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(
      `${path} cannot be read (${code}).`,
      'Pass the path of a readable file, or - for stdin.',
    );
  }
}

/** All of stdin. An interruption ends it. */
async function readStdin({ terminal: { stdin }, signal, output }: Task): Promise<string> {
  if (stdin.isTTY) output.hint('Reading from the keyboard; end with Ctrl-D.');
  const stop = () => stdin.destroy();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await text(stdin);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
