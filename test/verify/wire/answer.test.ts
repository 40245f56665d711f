import { expect, it } from 'vitest';
import { foreignAnswer } from '../../../src/verify/wire/answer.js';

it.each([
  ['HTTP/1.1 400 Bad Request\r\n', { kind: 'http' }],
  ['<!DOCTYPE HTML><html>', { kind: 'http' }],
  ['\x15\x03\x01\x00\x02\x02\x46', { kind: 'tls-wanted' }],
  ['SSH-2.0-OpenSSH_9.6\r\n', { kind: 'not-resp', protocol: 'SSH' }],
  ['ERROR\r\n', { kind: 'not-resp', protocol: 'Memcached' }],
  ['220 mail.example ESMTP\r\n', { kind: 'not-resp', protocol: 'SMTP or FTP' }],
  ['J\0\0\0\x0a8.0.36\0', { kind: 'not-resp', protocol: 'MySQL' }],
  ['what\x1b[2J?', { kind: 'not-resp', preview: 'what\\x1b[2J?' }],
])('%j is recognised', (bytes, expected) => {
  expect(foreignAnswer(Buffer.from(bytes, 'latin1'), 1)).toMatchObject(expected);
});
