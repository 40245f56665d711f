import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RespReader } from '../../../src/verify/wire/resp-reader.js';
import { encodeCommand, RespError, RespMap } from '../../../src/verify/wire/resp-value.js';

/** Reads a text that comes in these chunks, until there is no whole reply left. */
function read(chunks: readonly (string | Buffer)[]) {
  const reader = new RespReader();
  const replies: unknown[] = [];
  for (const chunk of chunks) {
    reader.push(Buffer.from(chunk));
    for (let next = reader.next(); next.kind !== 'more'; next = reader.next()) {
      if (next.kind === 'not-resp') return next.why;
      replies.push(next.value);
    }
  }
  return replies;
}

const REPLIES: readonly [string, unknown][] = [
  ['+PONG\r\n', 'PONG'],
  ['-NOAUTH Authentication required.\r\n', new RespError('NOAUTH Authentication required.')],
  [':42\r\n', 42],
  [':-1\r\n', -1],
  [':9223372036854775807\r\n', 9223372036854775807n],
  ['$5\r\nhe\r\no\r\n', 'he\r\no'],
  ['$0\r\n\r\n', ''],
  ['$-1\r\n', null],
  ['*-1\r\n', null],
  ['*0\r\n', []],
  ['*2\r\n:1\r\n*1\r\n+a\r\n', [1, ['a']]],
  ['_\r\n', null],
  ['#t\r\n', true],
  ['#f\r\n', false],
  [',1.5\r\n', 1.5],
  [',-inf\r\n', -Infinity],
  ['(3492890328409238509324850943850943825024385\r\n', 3492890328409238509324850943850943825024385n],
  ['!9\r\nERR large\r\n', new RespError('ERR large')],
  ['=7\r\ntxt:abc\r\n', 'abc'],
  ['~2\r\n+a\r\n+b\r\n', ['a', 'b']],
  ['%1\r\n+key\r\n:1\r\n', new RespMap([['key', 1]])],
  ['|1\r\n+ttl\r\n:60\r\n+value\r\n', 'value'],
  ['>2\r\n+message\r\n+x\r\n+PONG\r\n', 'PONG'],
];

it.each(REPLIES)('reads %j', (text, value) => {
  expect(read([text])).toEqual([value]);
});

it('reads the same however the bytes are cut', () => {
  const text = REPLIES.map(([wire]) => wire).join('');
  const whole = read([text]);
  const cuts = fc.array(fc.integer({ min: 0, max: text.length }), { maxLength: 20 });
  fc.assert(
    fc.property(cuts, (places) => {
      const edges = [0, ...places.toSorted((a, b) => a - b), text.length];
      const chunks = edges.slice(1).map((edge, index) => text.slice(edges[index], edge));
      expect(read(chunks)).toEqual(whole);
    }),
  );
});

describe('what is no RESP', () => {
  it.each(['HTTP/1.1 400\r\n', 'SSH-2.0\r\n', '\x15\x03\x01', '$x\r\n', '*1.5\r\n', ':abc\r\n', '$1\r\nabc'])(
    '%j is refused',
    (text) => expect(read([text])).toEqual(expect.any(String)),
  );

  it('is a reply that is too large or too deep', () => {
    expect(read(['$99999999\r\nx'])).toContain('8 MiB');
    expect(read(['*1\r\n'.repeat(100)])).toContain('nested');
    expect(read(['|0\r\n'.repeat(100_000)])).toContain('nested');
  });

  it('does not make the reader fall over', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(() => read([Buffer.from(bytes)])).not.toThrow();
      }),
    );
  });
});

it('writes commands as arrays of bulk strings', () => {
  expect(encodeCommand(['ECHO', 'größe'])).toBe('*2\r\n$4\r\nECHO\r\n$7\r\ngröße\r\n');
});
