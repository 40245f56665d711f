import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { median, number, table } from './stats.mjs';

const root = join(import.meta.dirname, '..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** What is imported: each entry of the package, and ky alone. */
const specifiers = [
  ...Object.keys(manifest.exports)
    .filter((path) => path !== './package.json')
    .map((path) => `dfcloud${path.slice(1)}`),
  'ky',
];

/** Milliseconds of one `import()` in a fresh process. */
function importOnce(specifier) {
  const source = `const t = performance.now(); await import('${specifier}'); console.log(performance.now() - t)`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', source], {
    cwd: root,
    encoding: 'utf8',
  });
  if (stdout === '') throw new TypeError(`cannot import ${specifier}: ${stderr}`);
  return Number(stdout);
}

/** Import times in fresh processes, interleaved, so that what disturbs one disturbs all. Milliseconds, medians. */
export function measureImports(rounds = 15) {
  const times = new Map(specifiers.map((specifier) => [specifier, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const specifier of specifiers) times.get(specifier).push(importOnce(specifier));
  }
  const ms = Object.fromEntries([...times].map(([specifier, values]) => [specifier, median(values)]));
  const ofKy = Object.fromEntries(Object.entries(ms).map(([specifier, value]) => [specifier, value / ms.ky]));
  return { rounds, ms, ofKy };
}

/** The result as a person reads it. */
export function printImports({ rounds, ms, ofKy }) {
  const rows = Object.entries(ms).map(([specifier, value]) => [
    specifier,
    `${number(value)} ms`,
    `${ofKy[specifier].toFixed(2)} of ky`,
  ]);
  return `Import time, median of ${rounds} fresh processes (target: below 0.50 of ky)\n${table(rows)}`;
}
