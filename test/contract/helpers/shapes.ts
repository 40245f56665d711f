/** What a text looks like: shapes are compared, values are not. */
export type LeafKind = 'boolean' | 'number' | 'id' | 'cidr' | 'address' | 'time' | 'text' | 'empty';

/** Path to what stands there: `vpcSet/item/vpcId` to `id`. A path that only holds others is `node`. */
export type Shape = Map<string, Set<LeafKind | 'node'>>;

interface Element {
  readonly name: string;
  readonly children: Element[];
  text: string;
}

const TOKEN = /<(\/?)([\w.:-]+)((?:\s+[\w.:-]+="[^"]*")*)\s*(\/?)>|([^<]+)/g;

/** The shape of an XML document, the root left out. Attributes, comments and mixed content are not looked at. */
export function shapeOfXml(xml: string): Shape {
  const root = parse(xml.replace(/<\?.*?\?>|<!--.*?-->/gs, ''));
  const shape: Shape = new Map();
  for (const child of root.children) note(shape, child, '');
  return shape;
}

/** The root's name. */
export function rootOf(xml: string): string {
  return parse(xml.replace(/<\?.*?\?>|<!--.*?-->/gs, '')).name;
}

/** The shape of a JSON value, `[]` standing for any element of a list. */
export function shapeOfJson(value: unknown): Shape {
  const shape: Shape = new Map();
  noteJson(shape, value, '');
  return shape;
}

/** All of several shapes. */
export function union(shapes: readonly Shape[]): Shape {
  const all: Shape = new Map();
  for (const shape of shapes) {
    for (const [path, kinds] of shape) for (const kind of kinds) add(all, path, kind);
  }
  return all;
}

/** What `recorded` has and `own` lacks: a path, or a kind of text at a path. An empty one says nothing of its kind. */
export function missing(recorded: Shape, own: Shape): string[] {
  return [...recorded].flatMap(([path, kinds]) => {
    const mine = own.get(path);
    if (!mine) return [path];
    if (mine.has('empty') && mine.size === 1) return [];
    return [...kinds]
      .filter((kind) => kind !== 'empty' && !mine.has(kind))
      .map((kind) => `${path} as ${kind}`);
  });
}

function parse(xml: string): Element {
  const top: Element = { name: '', children: [], text: '' };
  const stack = [top];
  for (const [, closing, name = '', , empty, text] of xml.matchAll(TOKEN)) {
    const parent = stack.at(-1) ?? top;
    if (text !== undefined) parent.text += text;
    else if (closing) stack.pop();
    else {
      const element: Element = { name, children: [], text: '' };
      parent.children.push(element);
      if (!empty) stack.push(element);
    }
  }
  return top.children[0] ?? top;
}

function note(shape: Shape, { name, children, text }: Element, parent: string): void {
  const path = parent === '' ? name : `${parent}/${name}`;
  add(shape, path, children.length > 0 ? 'node' : kindOf(text.trim()));
  for (const child of children) note(shape, child, path);
}

function noteJson(shape: Shape, value: unknown, path: string): void {
  if (Array.isArray(value)) {
    add(shape, path, value.length === 0 ? 'empty' : 'node');
    for (const inner of value) noteJson(shape, inner, `${path}[]`);
  } else if (value instanceof Date || isDate(value)) {
    add(shape, path, 'time');
  } else if (typeof value === 'object' && value !== null) {
    if (path !== '') add(shape, path, 'node');
    for (const [key, inner] of Object.entries(value)) {
      noteJson(shape, inner, path === '' ? key : `${path}.${key}`);
    }
  } else
    add(
      shape,
      path,
      typeof value === 'string' ? kindOf(value) : typeof value === 'boolean' ? 'boolean' : 'number',
    );
}

/** How placebo keeps a time. */
function isDate(value: unknown): boolean {
  return typeof value === 'object' && value !== null && '__class__' in value;
}

function kindOf(text: string): LeafKind {
  // `<group-id:1>` is what LocalStack's recorder puts in place of an id: it says nothing.
  if (text === '' || /^<.*>$/.test(text)) return 'empty';
  if (/^(true|false)$/.test(text)) return 'boolean';
  if (/^-?\d+$/.test(text)) return 'number';
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text)) return 'time';
  if (/^[0-9a-f.:]+\/\d+$/.test(text)) return 'cidr';
  if (/^\d+\.\d+\.\d+\.\d+$/.test(text)) return 'address';
  return /^[a-z][a-z-]*-[0-9a-f]{8,17}$/.test(text) ? 'id' : 'text';
}

function add(shape: Shape, path: string, kind: LeafKind | 'node'): void {
  const kinds = shape.get(path) ?? new Set();
  shape.set(path, kinds.add(kind));
}
