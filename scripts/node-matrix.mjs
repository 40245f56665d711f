// Tries the packed package on several major versions of Node: npm run test:nodes, or node scripts/node-matrix.mjs 22 24
// It is packed, installed into an empty folder, imported, required, and every example is run. The versions come from
// the npm package `node` and are installed in that folder, too. A version that the registry lacks is skipped, visibly.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const entries = Object.keys(manifest.exports)
  .filter((path) => path !== './package.json')
  .map((path) => join(manifest.name, path));

const folder = mkdtempSync(join(tmpdir(), 'dfcloud-nodes-'));
const results = { numTotalTests: 0, numPassedTests: 0, numFailedTests: 0 };
try {
  install();
  for (const major of process.argv.slice(2)) {
    const node = nodeOf(major);
    if (node) tryOn(node);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const { numFailedTests: failures } = results;
console.log(failures === 0 ? 'nodes: ok' : `nodes: ${failures} failures`);
process.exitCode = failures === 0 ? 0 : 1;
// In the form of vitest's report, so that CI counts both in the same way.
if (process.env.TEST_REPORT) writeFileSync(process.env.TEST_REPORT, JSON.stringify(results));

/** The packed package and what the examples need, in an empty project. */
function install() {
  run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], root);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}\n');
  run('npm', ['install', '--no-audit', '--no-fund', '--silent', `./${tarball}`, ...companions()], folder);
  cpSync(join(root, 'examples'), join(folder, 'examples'), { recursive: true });
}

/** What the examples import, and what dfcloud loads where it is installed, in the versions that we test with. */
function companions() {
  const imports = examples().flatMap((file) => [
    ...readFileSync(join(root, 'examples', file), 'utf8').matchAll(/ from '((?:@[\w-]+\/)?[\w-]+)'/g),
  ]);
  const names = new Set([...imports.map(([, name]) => name), ...Object.keys(manifest.peerDependencies)]);
  return [...names]
    .filter((name) => manifest.devDependencies[name])
    .map((name) => `${name}@${manifest.devDependencies[name]}`);
}

/** The path of a Node of that major version, or undefined. */
function nodeOf(major) {
  if (process.version.startsWith(`v${major}.`)) return process.execPath;
  const prefix = join(folder, `node-${major}`);
  mkdirSync(prefix);
  const args = ['install', '--no-audit', '--no-fund', '--silent', '--prefix', prefix, `node@${major}`];
  const { status, stderr } = spawnSync('npm', args, { encoding: 'utf8' });
  if (status === 0) return join(prefix, 'node_modules', 'node', 'bin', 'node');
  console.log(
    `skipped: Node ${major}: the registry gave no package node@${major}. ${stderr.trim().split('\n')[0]}`,
  );
  return undefined;
}

function tryOn(node) {
  const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
  const imports = entries.map((entry) => `await import(${JSON.stringify(entry)});`).join('');
  const requires = entries.map((entry) => `require(${JSON.stringify(entry)});`).join('');
  const programs = {
    import: ['--input-type=module', '--eval', imports],
    require: ['--input-type=commonjs', '--eval', requires],
    'command line': [join('node_modules', manifest.name, manifest.bin.dfcloud), '--version'],
    ...Object.fromEntries(examples().map((file) => [file, [join('examples', file)]])),
  };
  for (const [name, args] of Object.entries(programs)) {
    const { status, signal, stdout, stderr } = spawnSync(node, args, {
      cwd: folder,
      encoding: 'utf8',
      timeout: 60_000,
    });
    console.log(`${status === 0 ? 'ok    ' : 'FAILED'} Node ${version}: ${name}`);
    results.numTotalTests += 1;
    results[status === 0 ? 'numPassedTests' : 'numFailedTests'] += 1;
    if (status !== 0) console.log(`exit ${status ?? signal}\n${stdout}${stderr}`);
  }
}

/** The examples that need no argument. */
function examples() {
  return readdirSync(join(root, 'examples')).filter(
    (file) => file.endsWith('.mjs') && file !== 'ci-gate.mjs',
  );
}

function run(command, args, cwd) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}\n${stdout}${stderr}`);
}
