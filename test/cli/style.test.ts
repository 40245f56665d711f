import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { hasColours, printable, statusLook, styleFor } from '../../src/cli/style.js';
import { details, table } from '../../src/cli/table.js';

const pipe = new PassThrough();
const tty = Object.assign(new PassThrough(), { isTTY: true });
const plain = styleFor(pipe, {});

describe('colours', () => {
  it.each([
    ['on a terminal', tty, {}, true],
    ['not in a pipe', pipe, {}, false],
    ['not with NO_COLOR', tty, { NO_COLOR: '1' }, false],
    ['with an empty NO_COLOR', tty, { NO_COLOR: '' }, true],
    ['not on a dumb terminal', tty, { TERM: 'dumb' }, false],
    ['in a pipe with FORCE_COLOR', pipe, { FORCE_COLOR: '1' }, true],
    ['not with FORCE_COLOR=0', tty, { FORCE_COLOR: '0' }, false],
    ['with FORCE_COLOR in spite of NO_COLOR', pipe, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
  ])('are used %s', (_title, stream, env, expected) => {
    expect(hasColours(stream, env)).toBe(expected);
    expect(styleFor(stream, env)('good', 'x') === 'x').toBe(!expected);
  });

  it('take a new status for a busy one', () => {
    expect([statusLook('active'), statusLook('dancing')]).toEqual(['good', 'busy']);
  });
});

describe('tables', () => {
  const columns = [
    { title: 'ID', cell: ({ id }: { id: string }) => id },
    { title: 'NAME', cell: ({ name }: { name?: string }) => name },
  ];

  it('line up, and mark what is missing', () => {
    expect(table(columns, [{ id: 'a', name: 'first' }, { id: 'longer' }], plain)).toBe(
      'ID      NAME\na       first\nlonger  -\n',
    );
  });

  it('keep a text from elsewhere on its line', () => {
    expect(table(columns, [{ id: 'a', name: 'x\ny\u001b[1m' }], plain)).toBe(
      'ID  NAME\na   x y\u{fffd}[1m\n',
    );
    expect(printable('a\u0007b')).toBe('a\u{fffd}b');
  });

  it('leave out labels without a value', () => {
    expect(
      details(
        [
          ['id', 'a'],
          ['because', undefined],
          ['name', 'b'],
        ],
        plain,
      ),
    ).toBe('id    a\nname  b\n');
  });
});
