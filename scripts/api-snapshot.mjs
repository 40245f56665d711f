// Writes api/*.txt: name, kind and signature of every public export, one file per entry. With --check it compares
// instead, and exits 1 when the built API differs from what is declared there.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { publicApi, root } from './public-api.mjs';

const folder = join(root, 'api');
const { checker, entries } = publicApi();
const printer = ts.createPrinter({ removeComments: true });
const snapshots = new Map(entries.map((entry) => [`${entry.name.replace('/', '-')}.txt`, snapshot(entry)]));

if (process.argv.includes('--check')) check();
else write();

function write() {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const [file, text] of snapshots) writeFileSync(join(folder, file), text);
  console.log(`api: ${[...snapshots.keys()].join(', ')} written`);
}

function check() {
  const declared = existsSync(folder) ? readdirSync(folder) : [];
  const names = new Set([...declared, ...snapshots.keys()]);
  const changes = [...names].sort().flatMap((name) => difference(name));
  if (changes.length === 0) {
    console.log('api: as declared');
    return;
  }
  console.error(changes.join('\n'));
  console.error(
    '\nThe public API differs from api/. When that is meant: npm run api, and add a line to CHANGELOG.md.',
  );
  process.exitCode = 1;
}

/** The lines that only one side has. Signatures stand on one line each, so that is precise enough. */
function difference(name) {
  const path = join(folder, name);
  const before = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  const now = (snapshots.get(name) ?? '').split('\n');
  const gone = before.filter((line) => !now.includes(line)).map((line) => `- ${line}`);
  const added = now.filter((line) => !before.includes(line)).map((line) => `+ ${line}`);
  const moved = before.join('\n') === now.join('\n') ? [] : ['  (the same lines in another order)'];
  const lines = [...gone, ...added];
  return lines.length + moved.length === 0 ? [] : [`api/${name}`, ...(lines.length ? lines : moved)];
}

function snapshot({ name, exports }) {
  const blocks = exports.map((exported) => describe(exported).join('\n'));
  return `${name}\n\n${blocks.join('\n')}\n`;
}

function describe({ name, symbol }) {
  const { flags, declarations } = symbol;
  if (flags & ts.SymbolFlags.Class) return describeClass(name, symbol);
  if (flags & ts.SymbolFlags.Interface) return describeInterface(name, symbol);
  if (flags & ts.SymbolFlags.TypeAlias) {
    const [{ type, typeParameters }] = declarations;
    const generic = typeParameters ? `<${typeParameters.map(printed).join(', ')}>` : '';
    return [`type ${name}${generic} = ${printed(type)}`];
  }
  if (flags & ts.SymbolFlags.Function)
    return declarations.map((node) => `function ${name}${signature(node)}`);
  return [`const ${name}: ${checkedType(symbol)}`];
}

function describeInterface(name, symbol) {
  const bases = symbol.declarations.flatMap((node) => node.heritageClauses ?? []).map(printed);
  return [[`interface ${name}`, ...bases].join(' '), ...members(symbol)];
}

function describeClass(name, symbol) {
  const [node] = symbol.declarations;
  const bases = (node.heritageClauses ?? []).map(printed);
  const abstract = ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Abstract ? 'abstract ' : '';
  const constructors = node.members.filter(ts.isConstructorDeclaration);
  return [
    [`${abstract}class ${name}`, ...bases].join(' '),
    ...constructors.map((made) => `  new ${signature(made)}`),
    ...members(symbol),
  ];
}

/** The members that we declared ourselves, inherited ones included; what Error and Object bring is left out. */
function members(symbol) {
  return checker
    .getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol))
    .filter((member) => isOurs(member) && isPublic(member))
    .map((member) => `  ${heading(member)}: ${typeOf(member)}`)
    .sort();
}

function heading(member) {
  const optional = member.flags & ts.SymbolFlags.Optional ? '?' : '';
  // TypeScript calls a member of a symbol's name `__@asyncDispose@123`.
  return `${isReadonly(member) ? 'readonly ' : ''}${member.name.replace(/^__@(\w+)@\d+$/, '[$1]')}${optional}`;
}

/**
 * A member's type as it was written, which does not change with the order in which the compiler meets things. Only
 * where it comes out of a generic class is it what the compiler makes of it.
 */
function typeOf(member) {
  const generic = member.declarations.some((node) => node.parent.typeParameters);
  if (generic) return checkedType(member);
  return member.declarations
    .map((node) => (node.parameters ? signature(node) : printed(node.type)))
    .join(' & ');
}

function checkedType(symbol) {
  return checker.typeToString(checker.getTypeOfSymbol(symbol), undefined, ts.TypeFormatFlags.NoTruncation);
}

function signature(node) {
  const result = ts.isConstructorDeclaration(node) ? '' : `: ${node.type ? printed(node.type) : 'any'}`;
  return ts.isGetAccessor(node)
    ? printed(node.type)
    : `(${node.parameters.map(printed).join(', ')})${result}`;
}

function printed(node) {
  return printer.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile()).replace(/\s+/g, ' ').trim();
}

function isOurs({ declarations = [] }) {
  return declarations.some((node) => !node.getSourceFile().fileName.includes('/node_modules/'));
}

function isPublic(member) {
  const hidden = modifiers(member) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected);
  return !hidden && !member.declarations.some((node) => ts.isPrivateIdentifier(node.name));
}

function isReadonly(member) {
  const { GetAccessor, SetAccessor } = ts.SymbolFlags;
  const getterOnly = member.flags & GetAccessor && !(member.flags & SetAccessor);
  return Boolean(modifiers(member) & ts.ModifierFlags.Readonly || getterOnly);
}

function modifiers({ declarations = [] }) {
  return declarations.reduce((flags, node) => flags | ts.getCombinedModifierFlags(node), 0);
}
