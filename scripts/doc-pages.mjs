// The pages of the documentation, and what must hold for each of them as a whole.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { tableIsCurrent } from './cause-table.mjs';
import { publicApi, root } from './public-api.mjs';

const COMMANDS = ['npm ci && npm run demo', 'npm ci && npm test'];
const README = { lines: 150, installBy: 12, codeBy: 20 };

/** All pages, as paths below the repository. */
export function pages() {
  const docs = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
  return ['README.md', 'CONTRIBUTING.md', ...docs.map((name) => `docs/${name}`).sort()];
}

/** What is wrong with the pages, in words. */
export function checkPages() {
  return [
    ...pages().flatMap((page) => [...brokenLinks(page), ...withoutLimits(page)]),
    ...readme(),
    ...lists(),
  ];
}

function read(page) {
  return readFileSync(join(root, page), 'utf8');
}

function brokenLinks(page) {
  const links = [...read(page).matchAll(/\]\((?!https?:)([^)#\s]+)/g)].map(([, target]) => target);
  const broken = links.filter((target) => !existsSync(join(root, dirname(page), target)));
  return broken.map((target) => `${page}: the link to ${target} leads nowhere`);
}

/** Each page of docs/ answers one question, and ends with what the thing does not do. */
function withoutLimits(page) {
  const last =
    read(page)
      .match(/^## .*$/gm)
      ?.at(-1) ?? '';
  if (!page.startsWith('docs/') || /\bnot\b/.test(last)) return [];
  return [`${page}: the last section must say what it does not do`];
}

function readme() {
  const lines = read('README.md').trimEnd().split('\n');
  const install = lines.findIndex((line) => line.includes('npm install dfcloud')) + 1;
  const code = lines.findIndex((line) => /^```(js|ts)/.test(line)) + 1;
  return [
    ...COMMANDS.filter((command) => !lines.includes(command)).map(
      (command) => `README.md: lacks the line ${command}`,
    ),
    ...(lines.length > README.lines ? [`README.md: ${lines.length} lines, at most ${README.lines}`] : []),
    ...(install < 1 || install > README.installBy
      ? [`README.md: install must stand within line ${README.installBy}`]
      : []),
    ...(code < 1 || code > README.codeBy ? [`README.md: code must stand within line ${README.codeBy}`] : []),
  ];
}

/** Codes that a page must list, all of them and no others; each stands in backquotes at the start of a table row. */
function lists() {
  const { checker, entries } = publicApi();
  const exported = (entry, name) =>
    entries
      .find((candidate) => candidate.name === entry)
      ?.exports.find((candidate) => candidate.name === name)?.symbol;
  const union = (entry, name) => {
    const symbol = exported(entry, name);
    const type = symbol && checker.getDeclaredTypeOfSymbol(symbol);
    return (type?.types ?? []).flatMap((member) => (member.isStringLiteral() ? [member.value] : []));
  };
  const faults = () => {
    const symbol = exported('dfcloud/sandbox', 'Fault');
    const types = symbol ? checker.getDeclaredTypeOfSymbol(symbol).types : [];
    const kinds = types.map((type) => checker.getTypeOfSymbol(type.getProperty('kind')).value);
    return [...new Set(kinds)];
  };
  const errors = entries
    .find(({ name }) => name === 'dfcloud')
    .exports.filter(({ name, symbol }) => symbol.flags & ts.SymbolFlags.Class && name.endsWith('Error'))
    .map(({ name }) => name)
    .filter((name) => name !== 'DfCloudError');

  return [
    ...(tableIsCurrent()
      ? []
      : ['docs/verify-causes.md: the table is not the catalogue; run: npm run docs:causes']),
    ...compare('docs/errors.md', errors),
    ...compare('docs/sandbox.md', [...faults(), ...union('dfcloud/sandbox', 'StoreVariant')]),
  ];
}

function compare(page, codes) {
  const listed = [...read(page).matchAll(/^\| `([\w-]+)`/gm)].map(([, code]) => code);
  const missing = codes.filter((code) => !listed.includes(code));
  const unknown = listed.filter((code) => !codes.includes(code));
  return [
    ...(codes.length === 0 ? [`${page}: the built package has none of the codes that it lists`] : []),
    ...missing.map((code) => `${page}: lacks a row for ${code}`),
    ...unknown.map((code) => `${page}: ${code} does not exist`),
  ];
}
