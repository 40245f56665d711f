import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../src/errors/invalid-input-error.js';
import { formatHostPort, parseEndpoint } from '../../src/verify/endpoint.js';

const v4 = { address: { family: 4, value: 0xc0a8000an }, host: '192.168.0.10' };
const v6 = { address: { family: 6, value: 0xfd000000000000000000000000000001n }, host: 'fd00::1' };

it.each([
  ['192.168.0.10', v4],
  ['192.168.0.10:6379', { ...v4, port: 6379 }],
  ['  192.168.0.10:6379\n', { ...v4, port: 6379 }],
  ['fd00::1', v6],
  ['FD00:0:0::1', v6],
  ['[fd00::1]', v6],
  ['[fd00::1]:6379', { ...v6, port: 6379 }],
  ['::ffff:192.168.0.10', v4],
  ['[::ffff:192.168.0.10]:1', { ...v4, port: 1 }],
  ['0xc0.0xa8.10', v4],
  ['localhost', { host: 'localhost' }],
  ['Store.Example.com:65535', { host: 'store.example.com', port: 65535 }],
  ['store_1.example.com.', { host: 'store_1.example.com.' }],
  ['büro.example', { host: 'xn--bro-hoa.example' }],
  ['redis://192.168.0.10', { ...v4, tls: false }],
  ['REDISS://192.168.0.10:6380/0?x=1#y', { ...v4, port: 6380, tls: true }],
  ['redis://[fd00::1]:6379/', { ...v6, port: 6379, tls: false }],
  ['redis://:p%40ss@192.168.0.10', { ...v4, tls: false, password: 'p@ss' }],
  ['redis://user:p@ss:word@192.168.0.10', { ...v4, tls: false, username: 'user', password: 'p@ss:word' }],
  ['rediss://user@192.168.0.10', { ...v4, tls: true, username: 'user' }],
])('reads %j', (text, expected) => {
  expect(parseEndpoint(text)).toEqual(expected);
});

describe('refuses', () => {
  it.each([
    '',
    '   ',
    ':6379',
    'host:',
    'host:0',
    'host:65536',
    'host:6379x',
    'host:+1',
    'a b:6379',
    '-host',
    'host..example',
    `${'a'.repeat(64)}.example`,
    '999.1.1.1',
    '1.2.3',
    '010.0.0.1',
    '192.168.0.0/16',
    '[fd00::1',
    'fd00::1]:6379',
    '[192.168.0.10]:6379',
    'fe80::1%eth0',
    '[::1]6379',
    'http://192.168.0.10:6379',
    'redis-sentinel://192.168.0.10',
    'redis://',
    'redis://:6379',
    'redis:///0',
    42,
    null,
    undefined,
    { host: '192.168.0.10' },
  ])('%j, and says what is legal', (text) => {
    const refused = () => parseEndpoint(text);
    expect(refused).toThrow(InvalidInputError);
    expect(refused).toThrow(/endpoint is .*It must be host:port/);
  });

  it.each([
    'redis://:se/cret@192.168.0.10',
    'redis://user:12/se@cret@192.168.0.10',
    'redis://user:se#cret@192.168.0.10',
    'redis://:secret%@192.168.0.10',
    'redis://:secret@192.168.0.10:99999',
    'http://user:secret@192.168.0.10',
    'user:secret@192.168.0.10:6379',
    '//user:secret@192.168.0.10:6379',
  ])('%j without showing its password', (text) => {
    let thrown: unknown;
    try {
      parseEndpoint(text);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(InvalidInputError);
    expect(`${thrown} ${JSON.stringify(thrown)}`).not.toMatch(/se\/cret|cret@|secret|user:/);
    expect(String(thrown)).toContain('***@');
  });
});

it('prints IPv6 addresses in brackets', () => {
  expect(formatHostPort('fd00::1', 6379)).toBe('[fd00::1]:6379');
  expect(formatHostPort('10.0.0.1', 6379)).toBe('10.0.0.1:6379');
});
