/** How a piece of text is set off, where colours are wanted. */
export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

const SGR: Readonly<Record<Style, readonly [on: number, off: number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
};

/** Sets off text with ANSI codes, or leaves it as it is. */
export type Paint = (text: string, ...styles: Style[]) => string;

/** A `Paint` that does its work only when `color` is true; whether the terminal can show it is the caller's to know. */
export function painter(color: boolean): Paint {
  if (!color) return (text) => text;
  return (text, ...styles) =>
    styles.reduce((inner, style) => `\u001b[${SGR[style][0]}m${inner}\u001b[${SGR[style][1]}m`, text);
}

/** Without control characters: what a server said must not move the cursor of the one who reads about it. */
export function harmless(text: string): string {
  return text.replace(/(?!\n)\p{Cc}/gu, '?');
}

/** The text in lines of at most `width` columns, broken at spaces; a longer word gets a line of its own. */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line && line.length + 1 + word.length > width) {
        lines.push(line);
        line = word;
      } else line = line ? `${line} ${word}` : word;
    }
    return [...lines, line];
  });
}
