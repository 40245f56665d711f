/** The middle value; of an even number of values the upper of the two in the middle. */
export function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** `1234.5` -> `1,235`; below 100 with one decimal. */
export function number(value) {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(1);
}

/** Rows of texts as columns of equal width; the first column to the left, the others to the right. */
export function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const pad = (text, column) => (column === 0 ? text.padEnd(widths[0]) : text.padStart(widths[column]));
  return rows.map((row) => `  ${row.map(pad).join('  ')}`).join('\n');
}
