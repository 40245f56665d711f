// Recorded answers as one kind of tree, whoever recorded them: fields with a small first letter, lists as arrays, leaves
// as texts. Reads XML by itself, so that what it finds does not depend on the reader that is checked against it.

/** A field of a tree; undefined when it is not there or empty. */
export function field(node, ...path) {
  let value = node;
  for (const name of path) value = value?.[name];
  return value === '' ? undefined : value;
}

/** The items of the first list that is there under one of these names: XML and the SDK name lists differently. */
export function items(node, ...names) {
  const list = names.map((name) => node?.[name]).find((value) => value !== undefined);
  return Array.isArray(list) ? list : [];
}

/** Data that an SDK has parsed already. Dates become texts as in XML; what the recorder cut out is left out. */
export function treeOfData(value) {
  if (Array.isArray(value)) return value.map(treeOfData);
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'object' || value === null) return String(value ?? '');
  const entries = Object.entries(value).filter(([key]) => !key.startsWith('__'));
  return Object.fromEntries(
    entries.map(([key, inner]) => [key[0].toLowerCase() + key.slice(1), treeOfData(inner)]),
  );
}

const TOKEN = /<\?[^>]*\?>|<!--[\s\S]*?-->|<(\/?)([\w:]+)[^>]*?(\/?)>|([^<]+)/g;

/** The root element of an XML answer: its name and its tree. */
export function treeOfXml(text) {
  const top = { name: '', children: [], text: '' };
  const open = [top];
  for (const [, closes, name, isEmpty, chars] of text.matchAll(TOKEN)) {
    const current = open.at(-1);
    if (chars !== undefined) current.text += chars;
    else if (closes) open.pop();
    else if (name) {
      const child = { name, children: [], text: '' };
      current.children.push(child);
      if (!isEmpty) open.push(child);
    }
  }
  const [root] = top.children;
  if (root === undefined || open.length !== 1)
    throw new SyntaxError('The recorded body is not well-formed XML.');
  return { name: root.name, tree: contentOf(root) };
}

function contentOf({ children, text }) {
  if (children.length === 0) return unescaped(text.trim());
  if (children.every(({ name }) => name === 'item')) return children.map(contentOf);
  return Object.fromEntries(children.map((child) => [child.name, contentOf(child)]));
}

const ENTITIES = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

function unescaped(text) {
  return text.replace(/&(\w+);/g, (all, name) => ENTITIES[name] ?? all);
}
