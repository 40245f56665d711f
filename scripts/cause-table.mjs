// Writes the table in docs/verify-causes.md out of the catalogue in src/verify: npm run docs:causes
// The meaning is the cause's doc comment, the fix is its text, `…` standing for what depends on the evidence.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const root = join(import.meta.dirname, '..');
const page = join(root, 'docs', 'verify-causes.md');
const MARKERS = ['<!-- causes: begin, written by npm run docs:causes -->', '<!-- causes: end -->'];

/** The page as it should be. */
export function pageWithTable() {
  const [begin, end] = MARKERS;
  const now = readFileSync(page, 'utf8');
  const [head, tail] = [now.split(begin)[0], now.split(end)[1]];
  if (tail === undefined) throw new Error(`docs/verify-causes.md lacks the line ${begin} or ${end}`);
  return `${head}${begin}\n\n${table()}\n\n${end}${tail}`;
}

/** True when the page holds the table that the catalogue makes. */
export function tableIsCurrent() {
  return readFileSync(page, 'utf8') === pageWithTable();
}

function table() {
  const rows = causes().map(({ code, layer, owner, meaning, fix }) =>
    [`\`${code}\``, layer, owner, meaning, fix].map((cell) => cell.replaceAll('|', '\\|')).join(' | '),
  );
  const head = ['code | layer | owner | meaning | what to do', '---|---|---|---|---'];
  return [...head, ...rows].map((row) => `| ${row} |`).join('\n');
}

/** The catalogue in its own order, from the bottom of the way to its top. */
function causes() {
  const folder = join(root, 'src', 'verify', 'causes');
  const found = readdirSync(folder).flatMap((file) => causesIn(join(folder, file)));
  const order = [
    ...readFileSync(join(root, 'src', 'verify', 'cause-codes.ts'), 'utf8').matchAll(/^ {2}'(\w+)',$/gm),
  ];
  return order.map(([, code]) => {
    const cause = found.find((candidate) => candidate.code === code);
    if (!cause) throw new Error(`src/verify/causes has no cause('${code}', …)`);
    return cause;
  });
}

function causesIn(file) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  return source.statements.filter(ts.isVariableStatement).flatMap((statement) => {
    const call = statement.declarationList.declarations[0]?.initializer;
    if (!call || !ts.isCallExpression(call) || call.expression.getText() !== 'cause') return [];
    const [code, layer, owner, tell] = call.arguments;
    const meaning = ts.getTextOfJSDocComment(ts.getJSDocCommentsAndTags(statement)[0]?.comment) ?? '';
    const fix = textOf(fixOf(tell)).replace(/[^.!?]$/, '$& …');
    return [
      { code: code.text, layer: layer.text, owner: owner.text, meaning: oneLine(meaning), fix: oneLine(fix) },
    ];
  });
}

/** The `text` of the `fix` that `tell` returns. */
function fixOf(tell) {
  let fix;
  const visit = (node) => {
    if (ts.isPropertyAssignment(node) && node.name.getText() === 'text') fix ??= node.initializer;
    else ts.forEachChild(node, visit);
  };
  visit(tell);
  return fix;
}

function textOf(node) {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isConditionalExpression(node)) return `${textOf(node.whenTrue)} Or: ${textOf(node.whenFalse)}`;
  if (ts.isTemplateExpression(node)) {
    return [node.head.text, ...node.templateSpans.map((span) => `…${span.literal.text}`)].join('');
  }
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression))
    return textOf(node.expression.expression);
  if (ts.isArrayLiteralExpression(node)) return node.elements.map(textOf).join(' ');
  return '…';
}

function oneLine(text) {
  return text.replace(/\s+/g, ' ').trim();
}

if (import.meta.filename === process.argv[1]) {
  writeFileSync(page, pageWithTable());
  console.log('docs/verify-causes.md: written');
}
