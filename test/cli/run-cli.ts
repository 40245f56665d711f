import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** The built command line. */
export const CLI = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js');

/** What one run of the command line came to. */
export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How the command line is run. */
export interface CliOptions {
  /** Instead of this process's variables, of which only PATH and HOME are passed on. */
  readonly env?: Readonly<Record<string, string>>;
  /** Written to stdin, which is then closed; null leaves it open. @default '' */
  readonly stdin?: string | null;
  readonly cwd?: string;
}

// A test that fails half-way leaves its process behind.
const children = new Set<ChildProcess>();
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

/** Starts the built command line as a process of its own. */
export function startCli(args: readonly string[], options: CliOptions = {}): ChildProcess {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [CLI, ...args], {
    env: { PATH, HOME, ...options.env },
    ...(options.cwd !== undefined && { cwd: options.cwd }),
  });
  children.add(child);
  child.once('close', () => children.delete(child));
  child.stdin.on('error', () => undefined);
  if (options.stdin !== null) child.stdin.end(options.stdin ?? '');
  return child;
}

/** Runs the built command line to its end. */
export async function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  return finished(startCli(args, options));
}

/** Waits for the end of a process. */
export function finished(child: ChildProcess): Promise<CliResult> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** Resolves when a text has appeared on one of the streams of a process. */
export function appeared(
  child: ChildProcess,
  stream: 'stdout' | 'stderr',
  text: string | RegExp,
): Promise<string> {
  let seen = '';
  return new Promise((resolve, reject) => {
    child[stream]?.on('data', (chunk) => {
      seen += chunk;
      if (typeof text === 'string' ? seen.includes(text) : text.test(seen)) resolve(seen);
    });
    child.once('close', () => reject(new Error(`ended without ${text}: ${seen}`)));
  });
}
