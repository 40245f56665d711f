import { describe, expect, it } from 'vitest';
import { encode, failure, map, type RespReply } from '../../../src/sandbox/resp/reply.js';

const both = (reply: RespReply) => [encode(reply, 2).toString(), encode(reply, 3).toString()];

describe('replies', () => {
  it('are the same in both protocols for strings and numbers', () => {
    expect(both({ kind: 'simple', text: 'OK' })).toEqual(['+OK\r\n', '+OK\r\n']);
    expect(both(7)).toEqual([':7\r\n', ':7\r\n']);
    expect(both('é')).toEqual(['$2\r\né\r\n', '$2\r\né\r\n']);
    expect(both([1, ['a']])).toEqual(['*2\r\n:1\r\n*1\r\n$1\r\na\r\n', '*2\r\n:1\r\n*1\r\n$1\r\na\r\n']);
  });

  it('have types of their own in RESP3', () => {
    expect(both(null)).toEqual(['$-1\r\n', '_\r\n']);
    expect(both(map({ a: 1 }))).toEqual(['*2\r\n$1\r\na\r\n:1\r\n', '%1\r\n$1\r\na\r\n:1\r\n']);
    expect(both({ kind: 'verbatim', text: 'hi' })).toEqual(['$2\r\nhi\r\n', '=6\r\ntxt:hi\r\n']);
  });

  it('cannot be broken by a line break in an error', () => {
    expect(both(failure('ERR a\r\nb'))[0]).toBe('-ERR a  b\r\n');
  });
});
