import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ENTRIES, ROOT } from '../helpers/child.js';

const folder = mkdtempSync(join(tmpdir(), 'dfcloud-types-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Compiles programs against the built declarations, as a strict consumer that checks libraries too. */
function compile(): string {
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  try {
    return execFileSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' });
  } catch (error) {
    return String(Object(error).stdout);
  }
}

test('the declarations compile for a strict consumer', () => {
  const modules = join(folder, 'node_modules');
  mkdirSync(modules);
  symlinkSync(ROOT, join(modules, 'dfcloud'));
  symlinkSync(join(ROOT, 'node_modules', '@types'), join(modules, '@types'));
  symlinkSync(join(ROOT, 'node_modules', 'undici-types'), join(modules, 'undici-types'));
  const compilerOptions = {
    target: 'es2023',
    lib: ['es2023', 'esnext.disposable'],
    module: 'nodenext',
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    noEmit: true,
    preserveSymlinks: true,
  };
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  const entries = ENTRIES.map((entry, index) => `export * as entry${index} from '${entry}';`);
  writeFileSync(join(folder, 'entries.ts'), entries.join('\n'));
  const client = readFileSync(join(ROOT, 'test', 'types', 'client.test-d.ts'), 'utf8');
  writeFileSync(join(folder, 'client.ts'), client.replace('../../src/index.js', 'dfcloud'));
  expect(compile()).toBe('');
}, 60_000);
