import { type Look, printable, type Style } from './style.js';

/** One column of a table. */
export interface Column<T> {
  /** Its heading. */
  readonly title: string;
  /** What stands in a row; nothing becomes `-`. */
  readonly cell: (item: T) => string | undefined;
  /** Gives the cell its look. */
  readonly paint?: (text: string, style: Style) => string;
}

const GAP = '  ';

/** Rows under headings, each column as wide as its widest cell. Ends with a newline. */
export function table<T>(columns: readonly Column<T>[], items: readonly T[], style: Style): string {
  const cells = items.map((item) => columns.map((column) => oneLine(column.cell(item) || '-')));
  const widths = columns.map(({ title }, index) =>
    Math.max(title.length, ...cells.map((row) => row[index]?.length ?? 0)),
  );
  const heading = columns.map(({ title }, index) => style('faint', title.padEnd(widths[index] ?? 0)));
  const rows = cells.map((row) =>
    row.map((cell, index) => {
      const paint = columns[index]?.paint;
      const padding = ' '.repeat((widths[index] ?? 0) - cell.length);
      return `${paint ? paint(cell, style) : cell}${padding}`;
    }),
  );
  return [heading, ...rows].map((row) => `${row.join(GAP).trimEnd()}\n`).join('');
}

/** A label, its value, and how the value looks. */
export type Detail = readonly [label: string, value: string | undefined, look?: Look];

/** One resource as label and value, line by line; labels without a value are left out. Ends with a newline. */
export function details(rows: readonly Detail[], style: Style): string {
  const present = rows.flatMap(([label, value, look]) =>
    value ? [{ label, value: oneLine(value), look }] : [],
  );
  const width = Math.max(0, ...present.map(({ label }) => label.length));
  return present
    .map(({ label, value, look }) => [style('faint', label.padEnd(width)), look ? style(look, value) : value])
    .map((cells) => `${cells.join(GAP)}\n`)
    .join('');
}

/** A text from elsewhere, safe and on one line. */
function oneLine(text: string): string {
  return printable(text).replace(/\s/g, ' ');
}
