import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = join(import.meta.dirname, '..', '..');
const lock = join(root, 'node_modules', '.dfcloud-build');

/** Builds `dist` before the tests when a source is newer than it, since some tests run the built program. */
export default async function buildOnce(): Promise<void> {
  await takeLock();
  try {
    const built = modified(join(root, 'dist', 'cli', 'main.js'));
    if (built > newest(join(root, 'src')) && built > modified(join(root, 'tsup.config.ts'))) return;
    console.log('dist is older than src: building');
    execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  } finally {
    rmdirSync(lock);
  }
}

/** Two test runs at once must not build into one folder. A lock older than two minutes was left by a killed run. */
async function takeLock(): Promise<void> {
  for (;;) {
    try {
      mkdirSync(lock);
      return;
    } catch {
      if (Date.now() - modified(lock) > 120_000) rmdirSync(lock);
      else await sleep(200);
    }
  }
}

function newest(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Math.max(...files.map((file) => modified(join(file.parentPath, file.name))));
}

function modified(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
