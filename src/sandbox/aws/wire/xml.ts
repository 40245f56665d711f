/** What an answer is made of. A list becomes `<item>` elements, an empty one an empty element; undefined is left out. */
export type XmlValue = string | number | boolean | undefined | readonly XmlValue[] | XmlObject;

/** Elements by name, in the order in which they are written. */
export interface XmlObject {
  readonly [name: string]: XmlValue;
}

const HEADER = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** A document with one root. `namespace` is left out when it is ''. */
export function xmlDocument(root: string, namespace: string, content: XmlObject): string {
  const attribute = namespace === '' ? '' : ` xmlns="${escaped(namespace)}"`;
  return `${HEADER}<${root}${attribute}>${elements(content)}</${root}>`;
}

function elements(content: XmlObject): string {
  return Object.entries(content)
    .map(([name, value]) => element(name, value))
    .join('');
}

function element(name: string, value: XmlValue): string {
  if (value === undefined) return '';
  const inner = innerOf(value);
  return inner === '' ? `<${name}/>` : `<${name}>${inner}</${name}>`;
}

function innerOf(value: Exclude<XmlValue, undefined>): string {
  if (isList(value)) return value.map((item) => element('item', item)).join('');
  if (typeof value === 'object') return elements(value);
  return escaped(String(value));
}

function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value);
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML 1.0 has no way to write most control characters, so they are dropped. */
function escaped(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character)
  );
}
