// Holds what would be published to its promises: publint and attw on one packed tarball, knip on the sources.
// It packs what stands in dist/ (npm run build).
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'dfcloud-package-'));
try {
  run('npm', 'pack', '--ignore-scripts', '--silent', '--pack-destination', folder);
  const tarball = join(folder, readdirSync(folder)[0] ?? '');
  run('npx', 'publint', 'run', tarball, '--strict');
  run('npx', 'attw', tarball, '--profile', 'esm-only', '--format', 'ascii');
  run('npx', 'knip');
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function run(command, ...args) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
