import { describe, expect, it } from 'vitest';
import { RequestParser } from '../../../src/sandbox/resp/request-parser.js';
import { command } from '../helpers/talk.js';

/** Feeds the chunks; the result is every request as words, and the breach that ended it, if any. */
function parse(chunks: readonly (string | Buffer)[], authenticated = true): (string[] | string)[] {
  const parser = new RequestParser();
  const seen: (string[] | string)[] = [];
  for (const chunk of chunks) {
    parser.push(Buffer.from(chunk));
    for (let parsed = parser.next(authenticated); parsed.kind !== 'incomplete'; ) {
      if (parsed.kind === 'breach') return [...seen, parsed.message];
      seen.push(parsed.words.map((word) => word.toString('latin1')));
      parsed = parser.next(authenticated);
    }
  }
  return seen;
}

describe('the request parser', () => {
  it('reads pipelined requests', () => {
    expect(parse([Buffer.concat([command('PING'), command('GET', 'a')])])).toEqual([['PING'], ['GET', 'a']]);
  });

  it('reads requests that were split anywhere', () => {
    const bytes = Buffer.concat([
      command('SET', 'key', 'a\r\nb'),
      Buffer.from('ping\r\n'),
      command('ECHO', ''),
    ]);
    for (let cut = 1; cut < bytes.length; cut += 1) {
      expect(parse([bytes.subarray(0, cut), bytes.subarray(cut)])).toEqual([
        ['SET', 'key', 'a\r\nb'],
        ['ping'],
        ['ECHO', ''],
      ]);
    }
    expect(parse([...bytes].map((byte) => Buffer.from([byte])))).toHaveLength(3);
  });

  it('reads a large word in many chunks', () => {
    const word = Buffer.alloc(512 * 1024, 0x61);
    const bytes = command('ECHO', word);
    const chunks = Array.from({ length: Math.ceil(bytes.length / 1_000) }, (_, i) =>
      bytes.subarray(i * 1_000, (i + 1) * 1_000),
    );
    expect(parse(chunks)).toEqual([['ECHO', word.toString('latin1')]]);
  });

  it('reads inline requests with quotes and escapes', () => {
    expect(parse(['set "a b" \'c d\'\n'])).toEqual([['set', 'a b', 'c d']]);
    expect(parse(['echo "\\x41\\n\\""\r\n'])).toEqual([['echo', 'A\n"']]);
    expect(parse(["echo 'it\\'s'\r\n"])).toEqual([['echo', "it's"]]);
  });

  it('passes over empty requests', () => {
    expect(parse(['\r\n\n*0\r\n*-1\r\nPING\r\n'])).toEqual([['PING']]);
  });

  const breaches: [string, string, boolean?][] = [
    ['*x\r\n', 'invalid multibulk length'],
    ['*1048577\r\n', 'invalid multibulk length'],
    ['*1\r\nPING\r\n', "expected '$', got 'P'"],
    ['*1\r\n$-1\r\n', 'invalid bulk length'],
    ['*1\r\n$x\r\n', 'invalid bulk length'],
    ['*1\r\n$99999999999\r\n', 'invalid bulk length'],
    ['echo "open\r\n', 'unbalanced quotes in request'],
    ['echo "a"b\r\n', 'unbalanced quotes in request'],
    [`${'x'.repeat(70_000)}`, 'too big inline request'],
    [`*${'1'.repeat(70_000)}`, 'too big mbulk count string'],
    [`*1\r\n$${'1'.repeat(70_000)}`, 'too big bulk count string'],
    ['*11\r\n', 'unauthenticated multibulk length', false],
    ['*1\r\n$16385\r\n', 'unauthenticated bulk length', false],
  ];
  for (const [bytes, message, authenticated] of breaches) {
    it(`calls ${JSON.stringify(bytes.slice(0, 20))} ${message}`, () => {
      expect(parse([bytes], authenticated ?? true)).toEqual([`ERR Protocol error: ${message}`]);
    });
  }
});
