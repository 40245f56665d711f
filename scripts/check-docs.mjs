// Holds the documentation to the built package: npm run check:docs
// Every js, ts and bash block is run in a world of its own (snippet-world.mjs), and ts is type-checked, too; json blocks
// are parsed, links followed, and the lists of codes compared with the code.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { checkPages, pages } from './doc-pages.mjs';
import { root } from './public-api.mjs';
import { openWorld } from './snippet-world.mjs';
import { missingLines, snippetsOf } from './snippets.mjs';

const AT_ONCE = 2;
const LIMIT_MS = 30_000;

const faults = [];
const counts = { checked: 0, run: 0 };
// Inside the repository, so that `dfcloud` in them is this package.
const folder = mkdtempSync(join(root, '.snippets-'));
try {
  faults.push(...checkPages());
  const snippets = pages().flatMap((page) => snippetsOf(root, page));
  const bin = makeShims();
  const programs = snippets.map((snippet, index) => ({ ...snippet, ...prepare(snippet, index) }));
  typeCheck(programs.filter((program) => program.language === 'ts'));
  await inParallel(
    bin,
    programs.filter((program) => program.command && program.notRun === undefined),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const fault of faults) console.error(`${fault}\n`);
const result = faults.length === 0 ? 'ok' : `${faults.length} faults`;
console.log(`docs: ${result}; ${counts.checked} snippets type-checked, ${counts.run} run`);
process.exitCode = faults.length === 0 ? 0 : 1;

/** Where the snippet's file is, and what runs it. */
function prepare({ language, code, place }, index) {
  switch (language) {
    case 'js':
      return { command: ['node', `${index}.mjs`] };
    case 'ts':
      return { file: join(folder, `${index}.ts`), command: ['node', `${index}.mjs`] };
    case 'bash':
      return { command: ['bash', '-euo', 'pipefail', '-c', code] };
    case 'json':
      parse(code, place);
      return {};
    default:
      return {};
  }
}

function parse(code, place) {
  try {
    JSON.parse(code);
  } catch (error) {
    faults.push(`${place}: ${error.message}`);
  }
}

/** All ts snippets in one program, against the declarations of the built package. */
function typeCheck(programs) {
  for (const { file, code } of programs) writeFileSync(file, code);
  const program = ts.createProgram(
    programs.map(({ file }) => file),
    {
      target: ts.ScriptTarget.ES2023,
      lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts'],
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      types: ['node'],
      noEmit: true,
      strict: true,
      skipLibCheck: true,
    },
  );
  for (const { messageText, file, start } of ts.getPreEmitDiagnostics(program)) {
    const { place } = programs.find((candidate) => candidate.file === file?.fileName) ?? { place: 'docs' };
    const line = file ? file.getLineAndCharacterOfPosition(start ?? 0).line + 1 : 0;
    faults.push(`${place}, line ${line} of the block: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
  }
  counts.checked = programs.length;
}

async function inParallel(bin, programs) {
  const queue = programs.values();
  const worker = async () => {
    for (const program of queue) await run(bin, program);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function run(bin, { place, code, language, command, exitCode, prints = [] }) {
  counts.run += 1;
  const world = await openWorld();
  try {
    const cwd = mkdtempSync(join(folder, 'run-'));
    const real = world.real(code);
    if (language === 'js' || language === 'ts')
      writeFileSync(join(cwd, command[1]), javaScript(real, language));
    const words = language === 'bash' ? command.with(-1, real) : command;
    const ended = await execute(words, cwd, { ...world.env, PATH: `${bin}:${process.env.PATH}` });
    const said = world.documented(ended.stdout);
    if (ended.code !== exitCode) {
      faults.push(`${place}: ended with ${ended.code} instead of ${exitCode}\n${said}${ended.stderr}`);
    }
    const missing = missingLines(prints, said);
    if (missing.length > 0) faults.push(`${place}: did not print\n${missing.join('\n')}\nbut\n${said}`);
  } finally {
    await world.close();
  }
}

function javaScript(code, language) {
  if (language === 'js') return code;
  const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
  return ts.transpileModule(code, { compilerOptions: options }).outputText;
}

/** A folder with `dfcloud` and `npx`, which run what has been built here. */
function makeShims() {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'dfcloud'), `#!/bin/sh\nexec node ${join(root, 'dist/cli/main.js')} "$@"\n`, {
    mode: 0o755,
  });
  writeFileSync(join(bin, 'npx'), '#!/bin/sh\nexec "$@"\n', { mode: 0o755 });
  return bin;
}

function execute([command, ...args], cwd, env) {
  const { promise, resolve } = withResolvers();
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, timeout: LIMIT_MS });
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr']) {
    child[stream].setEncoding('utf8').on('data', (text) => {
      output[stream] += text;
    });
  }
  child.stdin.end();
  child.on('close', (code, signal) => resolve({ ...output, code: code ?? signal }));
  return promise;
}

function withResolvers() {
  let resolve;
  const promise = new Promise((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
