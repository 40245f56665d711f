import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { number, table } from './stats.mjs';

const root = join(import.meta.dirname, '..');

/** What an npm command prints as JSON. Its exit code says whether it likes the tree, which does not matter here. */
function npm(...args) {
  const { stdout, stderr } = spawnSync('npm', args, { cwd: root, encoding: 'utf8', maxBuffer: 64e6 });
  if (stdout === '') throw new TypeError(`npm ${args[0]} printed nothing: ${stderr.slice(0, 500)}`);
  return JSON.parse(stdout);
}

/** All packages below `node`, by name and version, this one not among them. */
function packagesOf(node) {
  const children = Object.entries(node.dependencies ?? {});
  return children.flatMap(([name, child]) => [`${name}@${child.version}`, ...packagesOf(child)]);
}

/** What a user downloads and installs. The scripts are left out: the build is there, and others may be using it. */
export function measurePackage() {
  const [packed] = npm('pack', '--dry-run', '--json', '--ignore-scripts');
  const packages = new Set(
    packagesOf(
      npm('ls', '--package-lock-only', '--omit=dev', '--omit=peer', '--omit=optional', '--all', '--json'),
    ),
  );
  return {
    packedBytes: packed.size,
    unpackedBytes: packed.unpackedSize,
    files: packed.entryCount,
    runtimePackages: [...packages].sort(),
  };
}

/** The result as a person reads it. */
export function printPackage({ packedBytes, unpackedBytes, files, runtimePackages }) {
  const rows = [
    ['packed', `${number(packedBytes / 1000)} kB`],
    ['unpacked', `${number(unpackedBytes / 1000)} kB in ${files} files`],
    ['runtime packages', `${runtimePackages.length}: ${runtimePackages.join(', ')}`],
  ];
  return `Package\n${table(rows)}`;
}
