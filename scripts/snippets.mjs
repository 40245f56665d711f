// Reads the code blocks out of Markdown, with what the comments in front of them say.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const BLOCK = /^```(\w*)[^\n]*\n([\s\S]*?)\n```$/gm;
const COMMENT = /<!-- *(not run|exit|prints)(?:: *(.*?))? *-->\s*$/;

/**
 * The code blocks of a page. Before a block, a comment can stand:
 * `<!-- not run: why -->` it is only read, or, in ts, type-checked;
 * `<!-- exit: 1 -->` it must end with this exit code instead of 0;
 * `<!-- prints -->` on a text block: the block before it must print these lines, `…` standing for any text.
 */
export function snippetsOf(root, file) {
  const page = readFileSync(join(root, file), 'utf8');
  const snippets = [];
  for (const match of page.matchAll(BLOCK)) {
    const [, language, code] = match;
    const before = page.slice(0, match.index);
    const [, word, detail = ''] = COMMENT.exec(before) ?? [];
    if (word === 'prints') {
      snippets.at(-1).prints = code.split('\n');
      continue;
    }
    snippets.push({
      place: `${file}:${before.split('\n').length}`,
      language,
      code,
      notRun: word === 'not run' ? detail : undefined,
      exitCode: word === 'exit' ? Number(detail) : 0,
    });
  }
  return snippets;
}

/** The lines of `expected` that `printed` lacks; they must come in the same order, others may stand between them. */
export function missingLines(expected, printed) {
  const lines = printed.split('\n');
  return expected.filter((line) => {
    const pattern = new RegExp(`^${line.trimEnd().split('…').map(quoted).join('.*')}\\s*$`);
    const at = lines.findIndex((candidate) => pattern.test(candidate));
    if (at >= 0) lines.splice(0, at + 1);
    return at < 0;
  });
}

function quoted(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
