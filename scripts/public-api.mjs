// Reads the public API out of the built declarations: what every entry of package.json's `exports` exports.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** The repository. */
export const root = join(import.meta.dirname, '..');

/** The entries that have types: `[{ name: 'dfcloud/verify', file: '/…/dist/verify/index.d.ts' }, …]`. */
export function entries() {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return Object.entries(manifest.exports)
    .filter(([, target]) => target.types)
    .map(([path, target]) => ({ name: join(manifest.name, path), file: join(root, target.types) }));
}

/** The entry's exported symbols (aliases resolved) in the order of their names, and the checker that knows them. */
export function publicApi() {
  const files = entries();
  const program = ts.createProgram(
    files.map((entry) => entry.file),
    {
      target: ts.ScriptTarget.ES2023,
      lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts'],
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      types: ['node'],
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
    },
  );
  const checker = program.getTypeChecker();
  return {
    checker,
    entries: files.map((entry) => ({ ...entry, exports: exportsOf(program, checker, entry) })),
  };
}

function exportsOf(program, checker, { name, file }) {
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) throw new Error(`${name}: ${file} is missing or exports nothing; run: npm run build`);
  return checker
    .getExportsOfModule(module)
    .map((symbol) => ({
      name: symbol.name,
      symbol: symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
