import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** Builds `dist` before the tests when a source is newer than it, since some tests run the built program. */
export default function buildOnce(): void {
  const built = modified(join(root, 'dist', 'cli', 'main.js'));
  if (built > newest(join(root, 'src')) && built > modified(join(root, 'tsup.config.ts'))) return;
  console.log('dist is older than src: building');
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
}

function newest(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Math.max(...files.map((file) => modified(join(file.parentPath, file.name))));
}

function modified(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
