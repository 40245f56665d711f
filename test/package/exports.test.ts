import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ENTRIES, manifest, ROOT, runProgram } from '../helpers/child.js';

const outcome = async (specifier: string, how: 'import' | 'require'): Promise<string> => {
  const source =
    how === 'import'
      ? `import(${JSON.stringify(specifier)}).then((m) => console.log(Object.keys(m).length), (e) => console.log(e.code))`
      : `try { console.log(Object.keys(require(${JSON.stringify(specifier)})).length) } catch (e) { console.log(e.code) }`;
  return (await runProgram(source)).stdout.trim();
};

describe.each(ENTRIES)('%s', (entry) => {
  test('can be imported and required', async () => {
    const [imported, required] = await Promise.all([outcome(entry, 'import'), outcome(entry, 'require')]);
    expect(Number(imported)).toBeGreaterThan(0);
    // Node adds __esModule where a default export is there; we have none.
    expect(required).toBe(imported);
  });
});

const dist = join(ROOT, 'dist');
const inside = readdirSync(dist).filter((name) => /^(chunk|connection-codec|index).*\.js$/.test(name));

test.each(inside.slice(0, 3).map((name) => `dfcloud/dist/${name}`))(
  'a deep import is refused, though the file exists: %s',
  async (path) => {
    expect(await outcome(path, 'import')).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED');
    expect(await outcome(path, 'require')).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED');
  },
);

test('the version is that of package.json', async () => {
  const { stdout } = await runProgram("import('dfcloud').then((m) => console.log(m.VERSION))");
  expect(stdout.trim()).toBe(manifest.version);
});

test('the package holds the build and no sources', () => {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const output = execFileSync('npm', args, {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [packed] = JSON.parse(output);
  const paths: string[] = packed.files.map(({ path }: { path: string }) => path);
  expect(paths).toEqual(
    expect.arrayContaining(['dist/index.js', 'dist/index.d.ts', 'package.json', 'LICENSE']),
  );
  expect(paths.filter((path) => /^(src|test|bench|scripts|examples|\.ci)\//.test(path))).toEqual([]);
});
